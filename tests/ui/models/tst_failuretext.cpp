#include "ui/models/failuretext.h"

#include "core/ws/findings.h"
#include "tests/core/capture/recording.h"
#include "ui/models/framelistmodel.h"

#include <QJsonObject>
#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::ui;

class TestFailureText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void words_data()
    {
        using ws::FindingId;
        QTest::addColumn<int>("finding");
        QTest::addColumn<int>("value");
        QTest::addColumn<QString>("words");
        QTest::newRow("refused") << int(FindingId::TcpRefused) << 0 << u"connection refused"_qs;
        QTest::newRow("untrusted") << int(FindingId::TlsUntrusted) << 0 << u"certificate not trusted"_qs;
        QTest::newRow("proxy, HTTP") << int(FindingId::ProxyAuth) << 407 << u"proxy wants a password (407)"_qs;
        QTest::newRow("proxy, SOCKS") << int(FindingId::ProxyAuth) << 1 << u"proxy wants a password"_qs;
        QTest::newRow("403") << int(FindingId::HsStatus) << 403 << u"the server answered 403"_qs;
        QTest::newRow("needs a sentence") << int(FindingId::FrameRsv2) << 0 << QString();
    }
    void words()
    {
        QFETCH(int, finding);
        QFETCH(int, value);
        ws::Finding found;
        found.id = static_cast<ws::FindingId>(finding);
        found.value = std::uint64_t(value);
        QTEST(shortFailure({found}), "words");
    }

    void findsItsOwn()
    {
        QTemporaryDir folder;
        test::Recording recording(folder.filePath(u"failed.pcapng"_qs));
        const ConnectionId first = recording.connect();
        const ConnectionId second = recording.connect();
        const ConnectionId third = recording.connect();
        const auto fail = [&](ConnectionId id, ws::FindingId finding) {
            QJsonObject details{{u"reason"_qs, u"A sentence."_qs}};
            capture::tell(details, finding);
            recording.capture->addEvent(id, Direction::In, Timestamp(1), {capture::EventKind::Failed, details});
        };
        fail(first, ws::FindingId::TcpRefused);
        fail(second, ws::FindingId::TlsExpired);
        QCOMPARE(shortFailure(failureOf(*recording.capture, first)), u"connection refused"_qs);
        QCOMPARE(shortFailure(failureOf(*recording.capture, second)), u"certificate expired"_qs);
        QVERIFY(failureOf(*recording.capture, third).empty());
        // The attempt says what the failure only sums up.
        QJsonObject attempt{{u"address"_qs, u"127.0.0.1:9"_qs}};
        capture::tell(attempt, ws::FindingId::TcpRefused);
        recording.capture->addEvent(third, Direction::In, Timestamp(1), {capture::EventKind::Attempt, attempt});
        recording.capture->addEvent(third, Direction::In, Timestamp(2),
                                    {capture::EventKind::Failed, {{u"stage"_qs, u"connect"_qs}}});
        QCOMPARE(shortFailure(failureOf(*recording.capture, third)), u"connection refused"_qs);

        FrameListModel model;
        model.setCapture(recording.capture.get());
        QStringList words;
        for (int row = 0; row < model.rowCount(); ++row)
            words << model.index(row, FrameListModel::Opcode).data().toString();
        QCOMPARE(words.last(), u"TCP"_qs);
        QVERIFY2(words.contains(u"TLS"_qs), qPrintable(words.join(u' ')));
    }
};

QTEST_MAIN(TestFailureText)
#include "tst_failuretext.moc"
