#pragma once

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QWidget>

#include <initializer_list>

namespace framescope::ui
{

/// A small box with a muted label and the controls it names: "Opcode [0x9 Ping ▾]".
class FieldChip : public QFrame
{
public:
    FieldChip(const QString &text, std::initializer_list<QWidget *> controls, QWidget *parent = nullptr)
        : QFrame(parent)
    {
        setProperty("part", QStringLiteral("chip"));
        auto *line = new QHBoxLayout(this);
        line->setContentsMargins(8, 1, 4, 1);
        line->setSpacing(3);
        auto *label = new QLabel(text, this);
        line->addWidget(label);
        for (QWidget *control : controls)
            line->addWidget(control);
        if (controls.size() > 0)
            label->setBuddy(*controls.begin());
        setMinimumHeight(26);
    }
};

} // namespace framescope::ui
