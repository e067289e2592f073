#include "core/ws/findings.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace framescope::ws;

namespace
{
QString text(std::string_view s) { return QString::fromUtf8(s.data(), qsizetype(s.size())); }
} // namespace

class TestFindings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oneLineEach()
    {
        const auto all = allFindings();
        QCOMPARE(all.size(), std::size_t(FindingId::Count));
        QSet<QString> names;
        for (std::size_t i = 0; i < all.size(); ++i) {
            QCOMPARE(std::size_t(all[i].id), i);
            QCOMPARE(&info(all[i].id), &all[i]);
            QCOMPARE(findFinding(all[i].name), &all[i]);
            names.insert(text(all[i].name));
        }
        QCOMPARE(std::size_t(names.size()), all.size());
        QCOMPARE(findFinding("no.such"), nullptr);
        QCOMPARE(findFinding(""), nullptr);
        QCOMPARE(text(info(FindingId::Count).name), u"unknown"_qs);
    }
    void linesAreWhole_data()
    {
        QTest::addColumn<int>("index");
        for (const FindingInfo &line : allFindings())
            QTest::newRow(line.name.data()) << int(line.id);
    }
    void linesAreWhole()
    {
        QFETCH(int, index);
        const FindingInfo &line = info(static_cast<FindingId>(index));
        static const QRegularExpression name(
            u"^(hs|frame|msg|deflate|close|after|pong|ping|tcp|dns|timeout|proxy|tls)\\.[a-z0-9]+(\\.[a-z0-9]+)*$"_qs);
        static const QRegularExpression section(
            u"^RFC (1034|1122|3629|5280|6455|7692|8446|9110|9112|9293|9525) §[0-9]+(\\.[0-9]+)*$"_qs);
        static const QRegularExpression sentence(u"^[A-Z][^%]*(%1[^%]*)?\\.$"_qs);
        QVERIFY(name.match(text(line.name)).hasMatch());
        QVERIFY(line.section.empty() || section.match(text(line.section)).hasMatch());
        const QString words = text(line.text);
        QVERIFY2(sentence.match(words).hasMatch() || words.startsWith(u"Opcode %1"), qPrintable(words));
        // One to three sentences that tell more than the rule.
        static const QRegularExpression explanation(u"^[A-Z].*[A-Za-z0-9)]\\.$"_qs);
        const QString told = text(line.explanation);
        QVERIFY2(explanation.match(told).hasMatch(), qPrintable(told));
        const auto sentences = told.count(QRegularExpression(u"[.:?](?= [A-Z]|$)"_qs));
        QVERIFY2(sentences >= 1 && sentences <= 4 && told.size() <= 400, qPrintable(told));
        QVERIFY(!told.contains(words));
        QVERIFY(line.severity != Severity::None);
        QVERIFY(line.closeCode == 0 || line.closeCode == 1002 || line.closeCode == 1007 || line.closeCode == 1009);
        // A limit of our own breaks no rule, and still fails a strict connection.
        if (line.severity != Severity::Error && line.id != FindingId::DeflateLimit)
            QCOMPARE(int(line.closeCode), 0);
        // Our own time limits stand in no RFC.
        if (line.severity == Severity::Error && !text(line.name).startsWith(u"timeout.") &&
            line.id != FindingId::ProxyReply)
            QVERIFY(!line.section.empty());
    }
    /// A group is one piece of the table, and has a heading.
    void groups()
    {
        QList<Group> seen;
        for (const FindingInfo &line : allFindings()) {
            QVERIFY(!groupTitle(line.group).empty());
            if (seen.isEmpty() || seen.last() != line.group) {
                QVERIFY2(!seen.contains(line.group), line.name.data());
                seen.append(line.group);
            }
        }
        QCOMPARE(seen.size(), int(Group::Tls) + 1);
    }
    /// What a receiver must fail the connection with; all others need not.
    void closeCodes()
    {
        const QSet<QString> protocol{u"frame.opcode.reserved"_qs,
                                     u"frame.rsv1"_qs,
                                     u"frame.rsv2"_qs,
                                     u"frame.rsv3"_qs,
                                     u"frame.rsv1.control"_qs,
                                     u"frame.length.nonminimal"_qs,
                                     u"frame.length.msb"_qs,
                                     u"frame.mask.server"_qs,
                                     u"frame.mask.client"_qs,
                                     u"frame.control.fragmented"_qs,
                                     u"frame.control.toolong"_qs,
                                     u"msg.orphan"_qs,
                                     u"msg.interleaved"_qs,
                                     u"deflate.rsv1.continuation"_qs,
                                     u"close.length"_qs,
                                     u"close.code"_qs};
        const QSet<QString> payload{u"msg.utf8"_qs,         u"msg.utf8.truncated"_qs, u"close.reason.utf8"_qs,
                                    u"deflate.data"_qs,     u"deflate.context"_qs,    u"deflate.window"_qs,
                                    u"deflate.truncated"_qs};
        for (const FindingInfo &line : allFindings()) {
            const QString name = text(line.name);
            QCOMPARE(int(line.closeCode), protocol.contains(name)    ? 1002
                                          : payload.contains(name)   ? 1007
                                          : name == u"deflate.limit" ? 1009
                                                                     : 0);
        }
    }
    /// Names others rely on (files, filters).
    void names_data()
    {
        QTest::addColumn<int>("id");
        QTest::newRow("hs.status") << int(FindingId::HsStatus);
        QTest::newRow("hs.accept.wrong") << int(FindingId::HsAcceptWrong);
        QTest::newRow("frame.mask.weak") << int(FindingId::FrameMaskWeak);
        QTest::newRow("frame.length.msb") << int(FindingId::FrameLengthMsb);
        QTest::newRow("msg.text.odd") << int(FindingId::MsgTextOdd);
        QTest::newRow("after.close") << int(FindingId::AfterClose);
        QTest::newRow("pong.unsolicited") << int(FindingId::PongUnsolicited);
        QTest::newRow("tcp.rst") << int(FindingId::TcpReset);
    }
    void names()
    {
        QFETCH(int, id);
        QCOMPARE(text(info(static_cast<FindingId>(id)).name), QString::fromLatin1(QTest::currentDataTag()));
    }
    void onlyLengthLosesFrames()
    {
        for (const FindingInfo &line : allFindings()) {
            if (line.name.starts_with("frame.") || line.name.starts_with("msg."))
                QCOMPARE(line.effect == Effect::Lost, line.id == FindingId::FrameLengthMsb);
        }
    }
};

QTEST_GUILESS_MAIN(TestFindings)
#include "tst_findings.moc"
