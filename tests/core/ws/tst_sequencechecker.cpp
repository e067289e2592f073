#include "core/ws/sequencechecker.h"

#include "core/ws/findings.h"
#include "core/ws/framewriter.h"

#include <QTest>

#include <algorithm>

using namespace framescope;
using namespace framescope::ws;

namespace
{
QByteArray name(FindingId id)
{
    const std::string_view n = info(id).name;
    return QByteArray(n.data(), qsizetype(n.size()));
}

/// What may stand in a row of the table below: a class of opcodes in a state of the stream.
struct Rule {
    const char *opcodes; ///< hex digits
    const char *fin;     ///< "01" both
    const char *open;    ///< message open before: "01" both
    const char *finding;
    int openAfter; ///< -1: as before
};
/// RFC 6455 §5.2, §5.4, §5.5 as a table: opcode, FIN, open message -> finding, open message after.
constexpr Rule rules[] = {
    {"0", "0", "1", "", 1},
    {"0", "1", "1", "", 0},
    {"0", "01", "0", "msg.orphan", 0},
    {"12", "0", "0", "", 1},
    {"12", "1", "0", "", 0},
    {"12", "0", "1", "msg.interleaved", 1},
    {"12", "1", "1", "msg.interleaved", 0},
    {"34567bcdef", "01", "01", "frame.opcode.reserved", -1},
    {"89a", "01", "01", "", -1},
    {"89abcdef", "0", "01", "frame.control.fragmented", -1},
};

struct Case {
    int opcode, fin, rsv, masked, form;
    std::uint64_t length;
    Role sender;
    bool deflate, open, closed;
};

QByteArrayList expected(const Case &c, bool &openAfter)
{
    QByteArrayList out;
    openAfter = c.open;
    const char digit = "0123456789abcdef"[c.opcode];
    for (const Rule &rule : rules) {
        if (std::strchr(rule.opcodes, digit) == nullptr || std::strchr(rule.fin, '0' + c.fin) == nullptr ||
            std::strchr(rule.open, '0' + c.open) == nullptr)
            continue;
        if (*rule.finding)
            out << rule.finding;
        if (rule.openAfter >= 0)
            openAfter = rule.openAfter == 1;
    }
    if (c.closed)
        out << "after.close";
    if (c.rsv & 4) {
        if (!c.deflate || (c.opcode >= 3 && c.opcode <= 7))
            out << "frame.rsv1";
        else if (c.opcode == 0)
            out << "deflate.rsv1.continuation";
        else if (c.opcode >= 8)
            out << "frame.rsv1.control";
    }
    if (c.rsv & 2)
        out << "frame.rsv2";
    if (c.rsv & 1)
        out << "frame.rsv3";
    if (c.sender == Role::Server && c.masked)
        out << "frame.mask.server";
    if (c.sender == Role::Client && !c.masked)
        out << "frame.mask.client";
    if (c.form == 64 && c.length >= 0x8000000000000000)
        out << "frame.length.msb";
    else if ((c.form == 16 && c.length < 126) || (c.form == 64 && c.length < 65536))
        out << "frame.length.nonminimal";
    if (c.opcode >= 8 && c.length > 125)
        out << "frame.control.toolong";
    std::sort(out.begin(), out.end());
    return out;
}

FrameHeader header(int opcode, int fin, int rsv, std::optional<MaskKey> key, int form, std::uint64_t length)
{
    FrameFields fields;
    fields.fin = fin != 0;
    fields.rsv = std::uint8_t(rsv);
    fields.opcode = static_cast<Opcode>(opcode);
    fields.key = key;
    fields.form = static_cast<LengthForm>(form);
    return makeHeader(fields, length);
}
} // namespace

class TestSequenceChecker : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyHeader();
    void bits_data();
    void bits();
    void weakKeys();
    void keysNeedFrames();
};

/// Every opcode, FIN, RSV, MASK, length form, role, agreement and state against the table above.
void TestSequenceChecker::everyHeader()
{
    struct Length {
        int form;
        std::uint64_t length;
    };
    constexpr Length lengths[] = {{7, 0},
                                  {7, 125},
                                  {16, 0},
                                  {16, 125},
                                  {16, 126},
                                  {16, 65535},
                                  {64, 0},
                                  {64, 125},
                                  {64, 126},
                                  {64, 65535},
                                  {64, 65536},
                                  {64, 1ull << 32},
                                  {64, (1ull << 63) - 1},
                                  {64, 1ull << 63},
                                  {64, ~0ull}};
    int count = 0;
    for (int bits = 0; bits < 1 << 13; ++bits) {
        Case c{};
        c.opcode = bits & 15;
        c.fin = bits >> 4 & 1;
        c.rsv = bits >> 5 & 7;
        c.masked = bits >> 8 & 1;
        c.sender = (bits >> 9 & 1) ? Role::Client : Role::Server;
        c.deflate = bits >> 10 & 1;
        c.open = bits >> 11 & 1;
        c.closed = bits >> 12 & 1;
        for (const Length &length : lengths) {
            c.form = length.form;
            c.length = length.length;
            SequenceChecker checker(c.sender, Agreement{c.deflate, {}, {}});
            std::vector<Finding> findings;
            const auto prelude = [&](int opcode, int fin) {
                const auto key =
                    c.sender == Role::Client ? std::optional(MaskKey{9, 9, 9, std::uint8_t(opcode)}) : std::nullopt;
                checker.check(header(opcode, fin, 0, key, 7, 0), StreamOffset(0), findings);
            };
            if (c.open)
                prelude(1, 0);
            if (c.closed)
                prelude(8, 1);
            QVERIFY(findings.empty());
            const auto key = c.masked ? std::optional(MaskKey{1, 2, 3, 4}) : std::nullopt;
            checker.check(header(c.opcode, c.fin, c.rsv, key, c.form, c.length), StreamOffset(77), findings);
            QByteArrayList got;
            for (const Finding &f : findings) {
                got << name(f.id);
                QVERIFY(f.offset >= StreamOffset(77) && f.offset < StreamOffset(77 + 14));
            }
            std::sort(got.begin(), got.end());
            bool openAfter = false;
            const QByteArrayList want = expected(c, openAfter);
            if (got != want || checker.messageOpen() != openAfter || checker.closed() != (c.closed || c.opcode == 8))
                QFAIL(qPrintable(u"opcode %1 fin %2 rsv %3 masked %4 form %5 length %6: %7, not %8"_qs.arg(c.opcode)
                                     .arg(c.fin)
                                     .arg(c.rsv)
                                     .arg(c.masked)
                                     .arg(c.form)
                                     .arg(c.length)
                                     .arg(QString::fromLatin1(got.join(' ')), QString::fromLatin1(want.join(' ')))));
            ++count;
        }
    }
    QCOMPARE(count, 8192 * 15);
}

void TestSequenceChecker::bits_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<int>("octet");
    QTest::addColumn<int>("bit");
    QTest::addColumn<int>("count");
    QTest::addColumn<quint64>("value");
    const auto row = [](const char *finding, const char *octets, int octet, int bit, int count, quint64 value) {
        QTest::addRow("%s %s", finding, octets) << QByteArray::fromHex(octets) << octet << bit << count << value;
    };
    row("frame.control.fragmented", "0a00", 0, 0, 1, 10);
    row("frame.rsv1", "c100", 0, 1, 1, 1);
    row("frame.rsv2", "a100", 0, 2, 1, 1);
    row("frame.rsv3", "9200", 0, 3, 1, 2);
    row("frame.opcode.reserved", "8d00", 0, 4, 4, 13);
    row("msg.orphan", "8000", 0, 4, 4, 0);
    row("frame.mask.server", "818001020304", 1, 0, 1, 0);
    row("frame.length.nonminimal", "817e0001", 2, 0, 16, 1);
    row("frame.length.nonminimal", "817f0000000000000001", 2, 0, 64, 1);
    row("frame.length.msb", "817f8000000000000000", 2, 0, 1, 0x8000000000000000);
    row("frame.control.toolong", "897e007e", 2, 0, 16, 126);
    row("frame.control.toolong", "897f0000000000010000", 2, 0, 64, 65536);
}

void TestSequenceChecker::bits()
{
    QFETCH(QByteArray, octets);
    QFETCH(int, octet);
    QFETCH(int, bit);
    QFETCH(int, count);
    QFETCH(quint64, value);
    SequenceChecker checker(Role::Server, {});
    std::vector<Finding> findings;
    checker.check(decodeHeader(byteView(octets).data()), StreamOffset(1000), findings);
    QCOMPARE(findings.size(), std::size_t(1));
    const QByteArray tag(QTest::currentDataTag());
    QCOMPARE(name(findings[0].id), tag.left(tag.indexOf(' ')));
    QCOMPARE(findings[0], (Finding{findings[0].id, std::uint16_t(bit), std::uint16_t(count),
                                   StreamOffset(std::uint64_t(1000 + octet)), value}));
}

void TestSequenceChecker::weakKeys()
{
    SequenceChecker checker(Role::Client, {});
    QByteArrayList values;
    const MaskKey a{1, 2, 3, 4};
    const MaskKey b{1, 2, 3, 5};
    for (const MaskKey &key : {a, a, a, b, a, MaskKey{}, MaskKey{}, b, b}) {
        std::vector<Finding> findings;
        checker.check(header(9, 1, 0, key, 7, 0), StreamOffset(0), findings);
        QVERIFY(findings.size() <= 1);
        values << (findings.empty() ? QByteArray("-") : QByteArray::number(findings[0].value));
        if (!findings.empty()) {
            QCOMPARE(findings[0].id, FindingId::FrameMaskWeak);
            QCOMPARE(findings[0].offset, StreamOffset(2));
            QCOMPARE(int(findings[0].bitCount), 32);
        }
    }
    QCOMPARE(values.join(' '), QByteArray("- 2 3 - - 1 2 - 2"));
}

/// Unmasked frames neither have nor end a run of keys.
void TestSequenceChecker::keysNeedFrames()
{
    SequenceChecker checker(Role::Client, {});
    std::vector<Finding> findings;
    checker.check(header(9, 1, 0, std::nullopt, 7, 0), StreamOffset(0), findings);
    checker.check(header(9, 1, 0, MaskKey{7, 7, 7, 7}, 7, 0), StreamOffset(2), findings);
    checker.check(header(9, 1, 0, std::nullopt, 7, 0), StreamOffset(8), findings);
    checker.check(header(9, 1, 0, MaskKey{7, 7, 7, 7}, 7, 0), StreamOffset(10), findings);
    QByteArrayList got;
    for (const Finding &f : findings)
        got << name(f.id) + "@" + QByteArray::number(f.offset.value());
    QCOMPARE(got.join(' '), QByteArray("frame.mask.client@1 frame.mask.client@9 frame.mask.weak@12"));
}

QTEST_GUILESS_MAIN(TestSequenceChecker)
#include "tst_sequencechecker.moc"
