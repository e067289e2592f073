#include "core/craft/framespec.h"

#include "core/ws/findings.h"
#include "core/ws/frameparser.h"

#include <QTemporaryDir>
#include <QTest>

using namespace framescope;
using namespace framescope::craft;

namespace
{
QString printed(const FrameSpec &s)
{
    const QString mask =
        s.mask == MaskChoice::Random ? u"random"_qs
        : s.mask == MaskChoice::None
            ? u"none"_qs
            : QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(s.fixedKey.data()), 4).toHex());
    return u"%1 %2 %3 %4 %5 %6 "_qs.arg(int(s.opcode))
               .arg(s.fin)
               .arg(s.rsv)
               .arg(mask)
               .arg(int(s.length))
               .arg(s.wrongLength) +
           QString::fromLatin1(s.payload.toHex());
}

QByteArray names(const std::vector<ws::Finding> &findings)
{
    QByteArrayList list;
    for (const ws::Finding &f : findings)
        list << QByteArray(ws::info(f.id).name.data()) + "@" + QByteArray::number(f.offset.value());
    return list.join(' ');
}
} // namespace

class TestFrameSpec : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parses_data();
    void parses();
    void refuses_data();
    void refuses();
    void files();
    void textRoundTrip_data();
    void textRoundTrip();
    void wire_data();
    void wire();
    void randomMask();
    void judges_data();
    void judges();
    void judgesByTheAgreement();
};

void TestFrameSpec::parses_data()
{
    QTest::addColumn<QString>("spec");
    QTest::addColumn<QString>("parsed");
    const auto row = [](const char *spec, const char *parsed) {
        QTest::newRow(*spec ? spec : "empty") << QString::fromUtf8(spec) << QString::fromUtf8(parsed);
    };
    row("", "1 1 0 random 0 0 ");
    row("  ", "1 1 0 random 0 0 ");
    row("opcode=9,fin=1,rsv=0,mask=random,len=auto,text=hi", "9 1 0 random 0 0 6869");
    row("opcode=15,fin=0,rsv=7,mask=none,len=7", "15 0 7 none 1 0 ");
    row("opcode=0xB,mask=7a1c09f2,len=16", "11 1 0 7a1c09f2 2 0 ");
    row("opcode=0xf,mask=00000000,len=64", "15 1 0 00000000 3 0 ");
    row("opcode=Continuation", "0 1 0 random 0 0 ");
    row("opcode=text", "1 1 0 random 0 0 ");
    row("opcode=binary", "2 1 0 random 0 0 ");
    row("opcode=CLOSE", "8 1 0 random 0 0 ");
    row("opcode=ping", "9 1 0 random 0 0 ");
    row("opcode=pong", "10 1 0 random 0 0 ");
    row("len==200", "1 1 0 random 4 200 ");
    row("len==0", "1 1 0 random 4 0 ");
    row("len==18446744073709551615,hex=00", "1 1 0 random 4 18446744073709551615 00");
    row("len==0x8000000000000000", "1 1 0 random 4 9223372036854775808 ");
    row("text=a,b=c,opcode=9", "1 1 0 random 0 0 612c623d632c6f70636f64653d39");
    row("text= a ", "1 1 0 random 0 0 206120");
    row("text=", "1 1 0 random 0 0 ");
    row("text=\xE2\x82\xAC", "1 1 0 random 0 0 e282ac");
    row("hex=,opcode=2", "2 1 0 random 0 0 ");
    row("hex=48 65 6C,opcode=2", "2 1 0 random 0 0 48656c");
    row("base64=SGVsbG8=,fin=0", "1 0 0 random 0 0 48656c6c6f");
    row(" opcode = 2 , fin = 0 ,text=x", "2 0 0 random 0 0 78");
}

void TestFrameSpec::parses()
{
    QFETCH(QString, spec);
    const auto result = parseFrameSpec(spec);
    QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().message));
    QTEST(printed(*result), "parsed");
}

void TestFrameSpec::refuses_data()
{
    QTest::addColumn<QString>("spec");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *spec, int column, const char *says) {
        QTest::newRow(spec) << QString::fromUtf8(spec) << column << QString::fromUtf8(says);
    };
    row("opcode=16", 8, "0 to 15, 0x0 to 0xf");
    row("fin=1,opcode=0x10", 14, "ping, pong");
    row("opcode=", 8, "cannot be \"\"");
    row("opcode=-1", 8, "0 to 15");
    row("opcode=+1", 8, "0 to 15");
    row("opcode=%1", 8, "cannot be \"%1\"");
    row("opcode", 1, "name=value");
    row("opcode,fin=1", 1, "name=value");
    row("fin=1,", 7, "name=value");
    row(",fin=1", 1, "name=value");
    row("fin=1,,rsv=1", 7, "name=value");
    row("fin=2", 5, "0, 1");
    row("compress=yes", 10, "0, 1");
    row("compress=1,compress=0", 12, "given twice");
    row("rsv=8", 5, "0 to 7");
    row("mask=7a1c09", 6, "8 hex digits");
    row("mask=7a1c09f2aa", 6, "8 hex digits");
    row("mask=7a1c09fg", 6, "8 hex digits");
    row("mask=7a 1c 09 f2", 6, "8 hex digits");
    row("len=8", 5, "auto, 7, 16, 64");
    row("len==", 5, "len==200");
    row("len==18446744073709551616", 5, "len==200");
    row("hex=4", 5, "pairs of hex digits");
    row("hex=4g", 5, "pairs of hex digits");
    row("base64=SGVsb*8=", 8, "Base64");
    row("fin=1,fin=1", 7, "given twice");
    row("hex=00,text=x", 8, "given twice");
    row("colour=red", 1, "opcode, fin, rsv, mask, len");
    row("file=", 6, "name of a file");
    row("fin=0,file=/nonexistent/x,y", 12, "\"/nonexistent/x,y\"");
}

void TestFrameSpec::refuses()
{
    QFETCH(QString, spec);
    QFETCH(int, column);
    QFETCH(QString, says);
    const auto result = parseFrameSpec(spec);
    QVERIFY(!result.ok());
    const QString message = result.error().message;
    QVERIFY2(message.startsWith(u"Column %1: "_qs.arg(column)), qPrintable(message));
    QVERIFY2(message.contains(says), qPrintable(message));
}

void TestFrameSpec::files()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(u"a,b=c"_qs);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray("\0\xff\r\n", 4));
    file.close();
    const auto result = parseFrameSpec(u"opcode=2,file="_qs + path);
    QVERIFY(result.ok());
    QCOMPARE(result->payload, QByteArray("\0\xff\r\n", 4));

    QVERIFY(file.resize((qint64(256) << 20) + 1));
    const auto large = parseFrameSpec(u"file="_qs + path);
    QVERIFY(!large.ok());
    QVERIFY(large.error().message.contains(u"256 MiB"));
    QVERIFY(!parseFrameSpec(u"file="_qs + dir.path()).ok());
}

void TestFrameSpec::textRoundTrip_data()
{
    QTest::addColumn<QString>("spec");
    const char *const specs[] = {"",
                                 "opcode=9",
                                 "opcode=0,fin=0,rsv=5,mask=none,len=64,text=a,b",
                                 "mask=00000000,len==18446744073709551615,text= x ",
                                 "len=7",
                                 "len=16,hex=00ff",
                                 "opcode=8,hex=03e8",
                                 "rsv=4,compress=1,text=a",
                                 "compress=1",
                                 "hex=efbbbf61",
                                 "hex=0d0a",
                                 "hex=e280a8",
                                 "hex=7f"};
    for (const char *spec : specs)
        QTest::newRow(*spec ? spec : "empty") << QString::fromUtf8(spec);
}

void TestFrameSpec::textRoundTrip()
{
    QFETCH(QString, spec);
    const auto parsed = parseFrameSpec(spec);
    QVERIFY(parsed.ok());
    QCOMPARE(toText(*parsed), spec);
    const auto again = parseFrameSpec(toText(*parsed));
    QVERIFY(again.ok());
    QCOMPARE(printed(*again), printed(*parsed));
}

void TestFrameSpec::wire_data()
{
    QTest::addColumn<QString>("spec");
    QTest::addColumn<QByteArray>("octets");
    QTest::newRow("hello") << u"mask=none,text=Hello"_qs << QByteArray("810548656c6c6f");
    QTest::newRow("masked") << u"mask=37fa213d,text=Hello"_qs << QByteArray("818537fa213d7f9f4d5158");
    QTest::newRow("reserved") << u"opcode=0xb,fin=0,rsv=2,mask=none"_qs << QByteArray("2b00");
    QTest::newRow("long form") << u"mask=none,len=64,hex=aa"_qs << QByteArray("817f0000000000000001aa");
    QTest::newRow("wrong") << u"mask=none,len==200,hex=aa"_qs << QByteArray("817e00c8aa");
    // RFC 7692 §7.2.3.1, §7.2.3.6
    QTest::newRow("compressed") << u"mask=none,compress=1,text=Hello"_qs << QByteArray("c107f248cdc9c90700");
    QTest::newRow("compressed, empty") << u"mask=none,compress=1"_qs << QByteArray("c10100");
    QTest::newRow("compressed, RSV2 too") << u"rsv=2,mask=none,compress=1,opcode=2"_qs << QByteArray("e20100");
    QTest::newRow("not compressed") << u"mask=none,compress=0,text=Hello"_qs << QByteArray("810548656c6c6f");
    QTest::newRow("wrong, small") << u"mask=none,len==0,hex=aa"_qs << QByteArray("8100aa");
}

void TestFrameSpec::wire()
{
    QFETCH(QString, spec);
    const auto parsed = parseFrameSpec(spec);
    QVERIFY(parsed.ok());
    QTEST(toWire(*parsed).toHex(), "octets");
}

void TestFrameSpec::randomMask()
{
    const auto parsed = parseFrameSpec(u"text=x"_qs);
    QVERIFY(parsed.ok());
    const QByteArray first = toWire(*parsed);
    QCOMPARE(first.size(), 7);
    QCOMPARE(first.left(2).toHex(), QByteArray("8181"));
    // Three equal keys in a row happen once in 2^64 runs.
    QVERIFY(toWire(*parsed) != first || toWire(*parsed) != first);
}

void TestFrameSpec::judges_data()
{
    QTest::addColumn<QString>("spec");
    QTest::addColumn<bool>("client");
    QTest::addColumn<QByteArray>("findings");
    const auto row = [](const char *spec, bool client, const char *findings) {
        QTest::addRow("%s %s", client ? "client" : "server", *spec ? spec : "empty")
            << QString::fromUtf8(spec) << client << QByteArray(findings);
    };
    row("", true, "");
    row("", false, "frame.mask.server@1");
    row("mask=none", true, "frame.mask.client@1");
    row("mask=none", false, "");
    row("mask=00000000", true, "frame.mask.weak@2");
    row("opcode=0,fin=0", true, "");
    row("opcode=0,mask=5a1388c7", true, "");
    row("opcode=0,rsv=2,mask=none,hex=ff", false, "frame.rsv2@0");
    row("fin=0,text=x", true, "");
    row("fin=0,mask=none,hex=61ff", false, "msg.utf8@3");
    row("len==200,text=x", true, "frame.truncated@0");
    row("len==0,text=x", true, "");
    row("len==9223372036854775808", true, "frame.length.msb@2");
    row("opcode=8,hex=03ed", true, "close.code@6");
    row("opcode=3", true, "frame.opcode.reserved@0");
}

void TestFrameSpec::judges()
{
    QFETCH(QString, spec);
    QFETCH(bool, client);
    const auto parsed = parseFrameSpec(spec);
    QVERIFY(parsed.ok());
    QTEST(names(judge(*parsed, client ? ws::Role::Client : ws::Role::Server)), "findings");
}

void TestFrameSpec::judgesByTheAgreement()
{
    const FrameSpec spec = *parseFrameSpec(u"compress=1,mask=37fa213d,text=Hello"_qs);
    QCOMPARE(names(judge(spec, ws::Role::Client)), QByteArray("frame.rsv1@0 msg.utf8@7"));
    ws::Agreement agreed;
    agreed.deflate = true;
    agreed.client = {false, 9};
    QCOMPARE(names(judge(spec, ws::Role::Client, agreed)), QByteArray());
    const FrameSpec bad = *parseFrameSpec(u"compress=1,mask=37fa213d,hex=61ff"_qs);
    QCOMPARE(names(judge(bad, ws::Role::Client, agreed)), QByteArray("msg.utf8@0"));
}

QTEST_GUILESS_MAIN(TestFrameSpec)
#include "tst_framespec.moc"
