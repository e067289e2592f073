<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>framescope::ui::DecodedTreeModel</name>
    <message numerus="yes">
        <source>{ %n key(s) }</source>
        <translation>
            <numerusform>{ %n key }</numerusform>
            <numerusform>{ %n keys }</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[ %n value(s) ]</source>
        <translation>
            <numerusform>[ %n value ]</numerusform>
            <numerusform>[ %n values ]</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{ %n part(s) }</source>
        <translation>
            <numerusform>{ %n part }</numerusform>
            <numerusform>{ %n parts }</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>framescope::ui::DiffModel</name>
    <message numerus="yes">
        <source>… %n equal lines …</source>
        <translation>
            <numerusform>… %n equal line …</numerusform>
            <numerusform>… %n equal lines …</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>framescope::ui::DiffTab</name>
    <message numerus="yes">
        <source>%n rows are selected; two can be compared.</source>
        <translation>
            <numerusform>%n row is selected; two can be compared.</numerusform>
            <numerusform>%n rows are selected; two can be compared.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>framescope::ui::ImageTab</name>
    <message numerus="yes">
        <source>the first of %n pictures</source>
        <translation>
            <numerusform>the first of %n picture</numerusform>
            <numerusform>the first of %n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>framescope::ui::MessageBar</name>
    <message numerus="yes">
        <source>%1 (%n times)</source>
        <translation>
            <numerusform>%1 (once)</numerusform>
            <numerusform>%1 (%n times)</numerusform>
        </translation>
    </message>
</context>
</TS>
