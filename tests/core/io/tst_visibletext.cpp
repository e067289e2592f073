#include "core/io/rowtext.h"

#include "core/ws/findings.h"

#include <QTest>

using namespace framescope;
using namespace framescope::io;

class TestVisibleText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void visible_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("visible");
        QTest::newRow("plain") << u"Hello, 世界 é 😀"_qs << u"Hello, 世界 é 😀"_qs;
        QTest::newRow("controls") << u"a\tb\r\nc"_qs << u"a⟨TAB⟩b⟨CR⟩⟨LF⟩c"_qs;
        QTest::newRow("NUL") << QString(QChar(0)) << u"⟨NUL⟩"_qs;
        QTest::newRow("escape") << u"\x1B[31m"_qs << u"⟨ESC⟩[31m"_qs;
        QTest::newRow("DEL") << QString(QChar(0x7F)) << u"⟨DEL⟩"_qs;
        QTest::newRow("C1") << QString(QChar(0x9B)) << u"⟨U+009B⟩"_qs;
        for (const char16_t c : {u'\u202A', u'\u202B', u'\u202C', u'\u202D', u'\u202E', u'\u2066', u'\u2067',
                                 u'\u2068', u'\u2069', u'\u200E', u'\u200F', u'\u061C', u'\u200B', u'\u200C',
                                 u'\u200D', u'\uFEFF', u'\u2060', u'\u2028', u'\u2029', u'\uFFFE'}) {
            const QString name =
                QStringLiteral("U+%1").arg(QString::number(c, 16).toUpper().rightJustified(4, QLatin1Char('0')));
            QTest::newRow(qPrintable(name)) << u"a"_qs + QChar(c) + u"b"_qs << u"a⟨"_qs + name + u"⟩b"_qs;
        }
        QTest::newRow("half a pair") << QString(QChar(0xD83D)) + u"x"_qs << u"⟨U+D83D⟩x"_qs;
        QTest::newRow("tag") << QString::fromUcs4(U"\U000E0041") << u"⟨U+E0041⟩"_qs;
    }
    void visible()
    {
        QFETCH(QString, text);
        QTEST(visibleText(text), "visible");
    }

    void opcodes()
    {
        QStringList words;
        for (int i = 0; i < 16; ++i)
            words.append(opcodeWord(static_cast<ws::Opcode>(i)));
        QCOMPARE(words.join(u' '), u"cont text binary 0x3 0x4 0x5 0x6 0x7 close ping pong 0xB 0xC 0xD 0xE 0xF"_qs);
    }

    void findings_data()
    {
        QTest::addColumn<int>("id");
        QTest::addColumn<quint64>("offset");
        QTest::addColumn<quint64>("value");
        QTest::addColumn<QString>("has");
        const auto row = [](const char *name, ws::FindingId id, quint64 offset, quint64 value, const QString &has) {
            QTest::newRow(name) << static_cast<int>(id) << offset << value << has;
        };
        row("opcode in hex", ws::FindingId::FrameOpcodeReserved, 0, 11, u"Opcode 0xB "_qs);
        row("close code in decimal", ws::FindingId::CloseCode, 0, 1005, u"code 1005 "_qs);
        row("line", ws::FindingId::HsField, 90, 3, u"Line 3 "_qs);
        row("nothing came", ws::FindingId::HsTruncated, 0, 0, u"before the first byte"_qs);
        row("in the first line", ws::FindingId::HsTruncated, 0, 11, u"first line of the head, after 11"_qs);
        row("in the fields", ws::FindingId::HsTruncated, 16, 19, u"header fields, after 19"_qs);
    }
    void findings()
    {
        QFETCH(int, id);
        QFETCH(quint64, offset);
        QFETCH(quint64, value);
        QFETCH(QString, has);
        const QString text = findingText({static_cast<ws::FindingId>(id), 0, 0, StreamOffset(offset), value});
        QVERIFY2(text.contains(has), qPrintable(text));
    }
    void everyFindingIsASentence()
    {
        for (const ws::FindingInfo &info : ws::allFindings()) {
            const QString text = findingText({info.id, 0, 0, StreamOffset(7), 42});
            QVERIFY2(text.endsWith(u'.') && !text.contains(u'%'), qPrintable(text));
        }
    }
};

QTEST_GUILESS_MAIN(TestVisibleText)
#include "tst_visibletext.moc"
