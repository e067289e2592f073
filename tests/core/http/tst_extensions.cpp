#include "core/http/extensions.h"

#include <QTest>

using namespace framescope::http;

class TestExtensions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void grammar_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("printed"); // name@column;parameter@column=value ... !error column
        const auto row = [](const char *name, const char *value, const char *printed) {
            QTest::newRow(name) << QByteArray(value) << QByteArray(printed);
        };
        row("one", "foo", "foo@0");
        row("list of RFC 6455 9.1", "foo, bar; baz=2", "foo@0 bar@5;baz@10=2");
        row("quoted", "bar; a=\"x\\y\"", "bar@0;a@5=quoted xy");
        row("spaces", " foo ;\ta = b , bar", "foo@1;a@7=b bar@15");
        row("empty elements", ",foo,,bar,", "foo@1 bar@6");
        row("empty", "", "!0");
        row("commas only", " , ", "!0");
        row("no name", "; a", "!0");
        row("no parameter", "foo;", "!4");
        row("no value", "foo; a=", "!7");
        row("open quote", "foo; a=\"b", "!9");
        row("quoted text is no token", "foo; a=\"b c\"", "!7");
        row("rest after the value", "foo; a=b c", "foo@0;a@5=b !9");
        row("control byte", "fo\x01o", "fo@0 !2");
    }
    void grammar()
    {
        QFETCH(QByteArray, value);
        const ExtensionList list = parseExtensions(value);
        QByteArray text;
        const auto number = [](std::size_t n) { return QByteArray::number(static_cast<qulonglong>(n)); };
        for (const Extension &extension : list.extensions) {
            text += (text.isEmpty() ? "" : " ") + extension.name + '@' + number(extension.column);
            for (const ExtensionParameter &parameter : extension.parameters) {
                text += ';' + parameter.name + '@' + number(parameter.column);
                if (parameter.value)
                    text += (parameter.quoted ? "=quoted " : "=") + *parameter.value;
            }
        }
        if (list.errorColumn)
            text += (text.isEmpty() ? "!" : " !") + number(*list.errorColumn);
        QTEST(text, "printed");
    }
};

QTEST_GUILESS_MAIN(TestExtensions)
#include "tst_extensions.moc"
