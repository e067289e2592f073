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
        row("quoted", "bar; a=\"x\\y\"", "bar@0;a@5=xy");
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
        row("control octet", "fo\x01o", "fo@0 !2");
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
                    text += '=' + *parameter.value;
            }
        }
        if (list.errorColumn)
            text += (text.isEmpty() ? "!" : " !") + number(*list.errorColumn);
        QTEST(text, "printed");
    }

    void deflate_data() // H17
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QByteArray>("offer");
        QTest::addColumn<QList<qsizetype>>("columns");
        const auto row = [](const char *name, const char *answer, const char *offer, QList<qsizetype> columns) {
            QTest::newRow(name) << QByteArray(answer) << QByteArray(offer) << columns;
        };
        row("none", "d", "d", {});
        row("all",
            "d; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10; "
            "client_max_window_bits=8",
            "d; client_max_window_bits", {});
        row("unknown", "d; x=1", "d", {3});
        row("unknown with good bits", "d; x=10", "d", {3});
        row("twice", "d; server_no_context_takeover; server_no_context_takeover", "d", {31});
        row("bits 0", "d; server_max_window_bits=0", "d", {3});
        row("bits 7", "d; server_max_window_bits=7", "d", {3});
        row("bits 16", "d; server_max_window_bits=16", "d", {3});
        row("bits 99", "d; server_max_window_bits=99", "d", {3});
        row("bits 010", "d; server_max_window_bits=010", "d", {3});
        row("bits 08", "d; server_max_window_bits=08", "d", {3});
        row("bits quoted are the same", "d; server_max_window_bits=\"10\"", "d", {});
        row("no bits", "d; server_max_window_bits", "d", {3});
        row("more bits than offered", "d; server_max_window_bits=12", "d; server_max_window_bits=11", {3});
        row("as many bits as offered", "d; server_max_window_bits=11", "d; server_max_window_bits=11", {});
        row("client bits not offered", "d; client_max_window_bits=10", "d", {3});
        row("takeover with a value", "d; client_no_context_takeover=1", "d", {3});
    }
    void deflate()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QByteArray, offer);
        const ExtensionList a = parseExtensions(answer);
        const ExtensionList o = parseExtensions(offer);
        QCOMPARE(a.extensions.size(), 1u);
        QCOMPARE(o.extensions.size(), 1u);
        QList<qsizetype> wrong;
        for (const std::size_t column : wrongDeflateParameters(a.extensions[0], o.extensions[0]))
            wrong.append(static_cast<qsizetype>(column));
        QTEST(wrong, "columns");
    }
};

QTEST_GUILESS_MAIN(TestExtensions)
#include "tst_extensions.moc"
