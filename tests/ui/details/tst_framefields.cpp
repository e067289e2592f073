#include "ui/details/framefields.h"

#include "core/ws/findings.h"

#include <QTest>

using namespace framescope;
using ui::FieldRow;
using ui::RowFacts;

namespace
{
RowFacts facts(std::uint8_t first, std::uint8_t second, std::uint64_t declared, ws::Role sender)
{
    RowFacts f;
    f.row = RowIndex(4);
    f.sender = sender;
    f.header = {first, second, (second & 0x80) != 0 ? ws::MaskKey{0x7a, 0x1c, 0x09, 0xf2} : ws::MaskKey{}, declared};
    f.present = declared;
    f.record.first = first;
    f.record.second = second;
    f.record.setKind(capture::RowKind::Frame, sender == ws::Role::Client ? Direction::Out : Direction::In);
    f.record.setLength(declared);
    f.record.setOffset(StreamOffset(100));
    return f;
}

QString field(const RowFacts &facts, const QString &name)
{
    for (const FieldRow &row : ui::rowFields(facts)) {
        if (row.name == name)
            return row.valueText();
    }
    return QStringLiteral("(none)");
}
} // namespace

class TestFrameFields : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void values_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("second");
        QTest::addColumn<quint64>("declared");
        QTest::addColumn<bool>("client");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        const auto row = [](const char *tag, int first, int second, quint64 declared, bool client, const QString &name,
                            const QString &value) {
            QTest::newRow(tag) << first << second << declared << client << name << value;
        };
        row("opcode", 0x81, 5, 5, false, u"Opcode"_qs, u"0x1 Text"_qs);
        row("reserved", 0x8B, 5, 5, false, u"Opcode"_qs, u"0xB reserved ✗ (RFC 6455 §5.2)"_qs);
        row("fin", 0x81, 5, 5, false, u"FIN"_qs, u"1, last frame of its message"_qs);
        row("no fin", 0x01, 5, 5, false, u"FIN"_qs, u"0, more fragments follow"_qs);
        row("no rsv", 0x81, 5, 5, false, u"RSV"_qs, u"none set ✓"_qs);
        row("rsv1", 0xC1, 5, 5, false, u"RSV"_qs, u"RSV1 set: the message is compressed (RFC 7692 §6) ✓"_qs);
        row("server, no mask", 0x81, 5, 5, false, u"Masking key"_qs,
            u"none: a server must not mask (RFC 6455 §5.1) ✓"_qs);
        row("server masks", 0x81, 0x85, 5, false, u"Masking key"_qs,
            u"7a 1c 09 f2: a server must not mask (RFC 6455 §5.1) ✗"_qs);
        row("client masks", 0x81, 0x85, 5, true, u"Masking key"_qs,
            u"7a 1c 09 f2: a client must mask (RFC 6455 §5.1) ✓"_qs);
        row("client does not", 0x81, 5, 5, true, u"Masking key"_qs, u"none: a client must mask (RFC 6455 §5.1) ✗"_qs);
        row("7-bit", 0x81, 125, 125, false, u"Length"_qs, u"125, in the 7-bit form (shortest ✓)"_qs);
        row("16-bit", 0x81, 126, 4096, false, u"Length"_qs, u"4,096, in the 16-bit form (shortest ✓)"_qs);
        row("16-bit, short", 0x81, 126, 5, false, u"Length"_qs,
            u"5, in the 16-bit form: the 7-bit form holds it (RFC 6455 §5.2) ✗"_qs);
        row("64-bit, short", 0x81, 127, 65535, false, u"Length"_qs,
            u"65,535, in the 64-bit form: the 16-bit form holds it (RFC 6455 §5.2) ✗"_qs);
        row("64-bit", 0x81, 127, 65536, false, u"Length"_qs, u"65,536, in the 64-bit form (shortest ✓)"_qs);
        row("checks", 0x81, 5, 5, false, u"Checks"_qs, u"✓ no error"_qs);
        row("offset", 0x81, 5, 5, false, u"Stream offset"_qs, u"100 (0x64), received"_qs);
    }
    void values()
    {
        QFETCH(int, first);
        QFETCH(int, second);
        QFETCH(quint64, declared);
        QFETCH(bool, client);
        QFETCH(QString, name);
        QTEST(field(facts(std::uint8_t(first), std::uint8_t(second), declared,
                          client ? ws::Role::Client : ws::Role::Server),
                    name),
              "value");
    }

    void whatIsWrongStandsFirst()
    {
        RowFacts f = facts(0x91, 5, 5, ws::Role::Server);
        QVERIFY(ui::rowFields(f).front().name != u"Checks");
        ws::Finding finding;
        finding.id = ws::FindingId::FrameRsv3;
        finding.offset = StreamOffset(100);
        f.findings = {finding};
        const std::vector<FieldRow> rows = ui::rowFields(f);
        QCOMPARE(rows.front().name, u"Checks"_qs);
        QCOMPARE(std::count_if(rows.begin(), rows.end(), [](const FieldRow &row) { return row.name == u"Checks"; }), 1);
        const FieldRow &line = rows.front().children.front();
        QVERIFY2(line.valueText().endsWith(u"  RFC 6455 §5.2"_qs), qPrintable(line.valueText()));
        QVERIFY(line.help.endsWith(u"\nStream offset 100"_qs)); // it is of no use to most who look
    }

    void rangesLieInsideTheFrame()
    {
        for (const int second : {5, 126, 127, 0x85, 0xFE, 0xFF}) {
            const RowFacts f = facts(0x88, std::uint8_t(second), 70'000, ws::Role::Client);
            for (const FieldRow &row : ui::rowFields(f))
                QVERIFY(row.from + row.count <= f.header.size() + f.present);
        }
    }

    void fragmentsAreLinked()
    {
        RowFacts f = facts(0x01, 5, 5, ws::Role::Server);
        f.message = {RowIndex(4), RowIndex(5), RowIndex(8)};
        const FieldRow row = ui::rowFields(f).front();
        QCOMPARE(row.valueText(), u"0x1 Text, first of 3 fragments · 6 9"_qs);
        QCOMPARE(row.children.size(), std::size_t(2));
        QCOMPARE(row.children[1].value.back().link, std::optional(RowIndex(8)));
        f.row = RowIndex(8);
        QCOMPARE(ui::rowFields(f).front().valueText(), u"0x1 Text, fragment 3 of 3 · 5 6"_qs);
    }

    void manyFragmentsAreNotAllNamed()
    {
        RowFacts f = facts(0x01, 5, 5, ws::Role::Server);
        for (std::uint64_t i = 4; i < 2004; ++i)
            f.message.push_back(RowIndex(i));
        const FieldRow row = ui::rowFields(f).front();
        QCOMPARE(row.children.size(), std::size_t(8));
        QVERIFY(row.valueText().endsWith(u"… and 1,991 more, in Message"_qs));
    }

    void findingsAreChecks()
    {
        RowFacts f = facts(0xA1, 5, 5, ws::Role::Server);
        f.findings = {{ws::FindingId::FrameRsv2, 2, 1, StreamOffset(100), 0}};
        for (const FieldRow &row : ui::rowFields(f)) {
            if (row.name != u"Checks")
                continue;
            QCOMPARE(row.valueText(), u"✗ 1 error"_qs);
            QCOMPARE(row.children.size(), std::size_t(1));
            QCOMPARE(row.children[0].name, u"frame.rsv2"_qs);
            QCOMPARE(row.children[0].from, std::uint64_t(0));
            QCOMPARE(row.children[0].count, std::uint64_t(1));
            QVERIFY(row.children[0].valueText().contains(u"RFC 6455 §5.2"_qs));
        }
        QVERIFY(field(f, u"RSV"_qs).endsWith(u'✗'));
    }

    void rsv1IsExplainedByCase_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("finding");
        QTest::addColumn<QString>("words");
        QTest::newRow("not agreed") << 0xC1 << int(ws::FindingId::FrameRsv1) << u"nothing was agreed"_qs;
        QTest::newRow("reserved opcode") << 0xC3 << int(ws::FindingId::FrameRsv1) << u"on a reserved opcode"_qs;
        QTest::newRow("ping") << 0xC9 << int(ws::FindingId::FrameRsv1Control) << u"control frames are never"_qs;
        QTest::newRow("continuation") << 0xC0 << int(ws::FindingId::DeflateRsv1Continuation)
                                      << u"only the first frame"_qs;
    }
    void rsv1IsExplainedByCase()
    {
        QFETCH(int, first);
        QFETCH(int, finding);
        QFETCH(QString, words);
        RowFacts f = facts(std::uint8_t(first), 5, 5, ws::Role::Server);
        f.findings = {{static_cast<ws::FindingId>(finding), 1, 1, StreamOffset(100), 0}};
        for (const FieldRow &row : ui::rowFields(f)) {
            if (row.name != u"RSV")
                continue;
            QVERIFY2(row.children.front().valueText().contains(words), qPrintable(row.children.front().valueText()));
            QVERIFY(row.children.front().valueText().endsWith(u'✗'));
        }
    }

    void theStartLineHidesItsSecrets()
    {
        RowFacts f;
        f.record.setKind(capture::RowKind::HandshakeRequest, Direction::Out);
        f.startLine = "GET /?a=1&token=s3cret HTTP/1.1";
        QVERIFY(field(f, u"Request"_qs).startsWith(u"GET /?a=1&token=•"_qs));
        f.reveal = true;
        QCOMPARE(field(f, u"Request"_qs), u"GET /?a=1&token=s3cret HTTP/1.1"_qs);
    }

    void closeCode()
    {
        RowFacts f = facts(0x88, 5, 5, ws::Role::Server);
        f.controlPayload = QByteArray("\x03\xE8"
                                      "bye",
                                      5);
        QCOMPARE(field(f, u"Close code"_qs), u"1000 normal closure ✓"_qs);
        f.controlPayload = QByteArray("\x03\xED", 2);
        QVERIFY(field(f, u"Close code"_qs).startsWith(u"1005"_qs));
        QVERIFY(field(f, u"Close code"_qs).endsWith(u'✗'));
        f.controlPayload.clear();
        QCOMPARE(field(f, u"Close code"_qs), u"none: the frame has no body"_qs);
    }

    void headerThatNeverCameWhole()
    {
        RowFacts f = facts(0x81, 0, 0, ws::Role::Server);
        f.findings = {{ws::FindingId::FrameHeaderTruncated, 0, 0, StreamOffset(100), 1}};
        QCOMPARE(ui::headerOctetsPresent(f), std::uint64_t(1));
        QCOMPARE(field(f, u"Header"_qs), u"only 1 byte arrived"_qs);
        QCOMPARE(field(f, u"Opcode"_qs), u"(none)"_qs);
    }
};

QTEST_MAIN(TestFrameFields)
#include "tst_framefields.moc"
