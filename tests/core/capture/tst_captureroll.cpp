#include "tests/core/capture/rolling.h"

#include "core/base/platform.h"

#include <QDir>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;
using ws::Opcode;

class TestCaptureRoll : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_file = 0;
    QString path() { return m_dir.filePath(u"%1.pcapng"_qs.arg(++m_file)); }

    void check(const Capture &live, bool allFrames = true) { checkParts(live, path(), allFrames); }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_dir.isValid()); }

    void withoutLimitsThereIsOneFile()
    {
        Recording r(path());
        recordAll(r);
        QCOMPARE(r.capture->parts().size(), std::size_t(1));
        QVERIFY(!r.capture->rolling().any());
    }

    void newFileBySize()
    {
        Recording r(path());
        RollLimits limits;
        limits.maxOctets = 20'000;
        r.capture->setRolling(limits);
        QCOMPARE(r.capture->rolling(), limits);
        const ConnectionId a = r.upgraded();
        const ConnectionId b = r.upgraded();
        QStringList sent;
        for (int i = 0; i < 1000; ++i) {
            r.in(a, frame(Opcode::Text, "a" + QByteArray::number(i), false));
            sent.append(u"%1 1 a%2"_qs.arg(a.value()).arg(i));
            if (i % 3 == 0) {
                r.out(b, frame(Opcode::Text, "b" + QByteArray::number(i), true));
                sent.append(u"%1 0 b%2"_qs.arg(b.value()).arg(i));
            }
        }
        const std::vector<CaptureParts::Part> parts = r.capture->parts();
        QVERIFY(parts.size() > 5);
        for (std::size_t i = 0; i + 1 < parts.size(); ++i)
            QVERIFY(parts[i + 1].start - parts[i].start < limits.maxOctets + 1000);
        QCOMPARE(payloads(*r.capture), sent);
        QCOMPARE(r.capture->fileSize(), [&] {
            std::uint64_t size = 0;
            for (const CaptureParts::Part &part : parts)
                size += std::uint64_t(QFileInfo(part.path).size());
            return size;
        }());
        const QStringList told = eventTexts(*r.capture, EventKind::Rolled);
        QCOMPARE(told.size(), int(parts.size()) - 1);
        QCOMPARE(told.first(), u"A new file was begun: "_qs + QFileInfo(parts[1].path).fileName());
        check(*r.capture);
        const auto second = reopened(parts[1].path);
        QCOMPARE(kinds(*second).mid(0, 7), QStringList({u"request"_qs, u"response"_qs, u"continued"_qs, u"request"_qs,
                                                        u"response"_qs, u"continued"_qs, u"rolled"_qs}));
        QCOMPARE(second->facts(b).url, r.capture->facts(b).url);
    }

    void newFileByFrames()
    {
        Recording r(path());
        RollLimits limits;
        limits.maxFrames = 10;
        const ConnectionId id = r.upgraded();
        r.capture->setRolling(limits);
        for (int i = 0; i < 35; ++i)
            r.in(id, frame(Opcode::Text, QByteArray::number(i), false));
        QCOMPARE(r.capture->parts().size(), std::size_t(4));
        QCOMPARE(payloads(*reopened(partPaths(*r.capture)[1])).size(), 10);
        check(*r.capture);
    }

    void newFileByAge()
    {
        Recording r(path());
        RollLimits limits;
        limits.maxAge = std::chrono::minutes(1);
        r.capture->setRolling(limits);
        const ConnectionId id = r.upgraded();
        for (int i = 0; i < 7; ++i) {
            r.in(id, frame(Opcode::Text, QByteArray::number(i), false));
            r.ns += 25'000'000'000;
        }
        QCOMPARE(r.capture->parts().size(), std::size_t(3));
        check(*r.capture);
        r.capture->setRolling({});
        r.ns += 100'000'000'000;
        r.in(id, frame(Opcode::Text, "on", false));
        QCOMPARE(r.capture->parts().size(), std::size_t(3));
    }

    void everythingAConnectionCanDo()
    {
        Recording r(path());
        rollEachRead(r);
        recordAll(r);
        QVERIFY(r.capture->parts().size() > 5);
        const auto whole = reopened(concatenated(partPaths(*r.capture), path()));
        QCOMPARE(describe(*whole), describe(*r.capture));
        const QStringList paths = partPaths(*r.capture);
        for (const QString &part : paths.mid(0, paths.size() - 1))
            QVERIFY(reopened(part)->loadNote().startsWith(u"the recording goes on in "_qs));
        QCOMPARE(reopened(paths.last())->loadNote(), QString());
    }

    void endOfALongFrameIsWaitedForInVain()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        RollLimits limits;
        limits.maxOctets = 100'000;
        r.capture->setRolling(limits);
        const QByteArray octets = frame(Opcode::Binary, QByteArray(3'000'000, 'x'), false);
        for (qsizetype at = 0; at < octets.size(); at += 50'000)
            r.in(id, octets.mid(at, 50'000));
        r.in(id, frame(Opcode::Text, "next", false));
        QVERIFY(r.capture->parts().size() >= 3);
        check(*r.capture, false);
        CaptureReader reader(*r.capture);
        QCOMPARE(*reader.payload(RowIndex(r.capture->rowCount() - 2), 0, 4'000'000), QByteArray());
        int found = 0;
        for (std::uint64_t i = 0; i < r.capture->rowCount(); ++i) {
            if (r.capture->row(RowIndex(i)).length() != 3'000'000)
                continue;
            ++found;
            QCOMPARE(*reader.payload(RowIndex(i), 0, 4'000'000), QByteArray(3'000'000, 'x'));
        }
        QCOMPARE(found, 1);
    }

    void oldestFileIsDropped()
    {
        Recording r(path());
        RollLimits limits;
        limits.maxFrames = 5;
        limits.keepParts = 2;
        const ConnectionId id = r.upgraded();
        r.capture->setRolling(limits);
        for (int i = 0; i < 12; ++i)
            r.in(id, frame(Opcode::Text, QByteArray::number(i), false));
        const std::vector<CaptureParts::Part> parts = r.capture->parts();
        QCOMPARE(parts.size(), std::size_t(3));
        QVERIFY(parts[0].dropped && !parts[1].dropped && !parts[2].dropped);
        QVERIFY(!QFileInfo::exists(parts[0].path));
        QVERIFY(QFileInfo::exists(parts[1].path));
        QCOMPARE(r.capture->firstKeptRow(), 7u);
        QCOMPARE(eventTexts(*r.capture, EventKind::Rolled).last(),
                 u"A new file was begun: %1; the oldest, %2 with rows 1-7, was dropped"_qs.arg(
                     QFileInfo(parts[2].path).fileName(), QFileInfo(parts[0].path).fileName()));
        // Its rows stay in the list; their octets are gone, and it is said why.
        QCOMPARE(r.capture->rowCount(), 2u + 12u + 2u);
        CaptureReader reader(*r.capture);
        const auto gone = reader.payload(RowIndex(3), 0, 10);
        QVERIFY(!gone);
        QVERIFY(gone.error().message.contains(u"was dropped"_qs));
        QCOMPARE(reader.header(RowIndex(3)).declared, 1u);
        QCOMPARE(reader.payloadPresent(RowIndex(3)), 1u);
        QCOMPARE(*reader.payload(RowIndex(r.capture->rowCount() - 1), 0, 10), QByteArray("11"));
        // What is left begins with the handshake, and goes on to the end.
        const auto left = reopened(concatenated(partPaths(*r.capture), path()));
        QCOMPARE(payloads(*left), payloads(*r.capture).mid(5));
        QCOMPARE(kinds(*left).mid(0, 4), QStringList({u"request"_qs, u"response"_qs, u"continued"_qs, u"rolled"_qs}));
        QCOMPARE(findings(*left), QStringList());
    }

    void handshakeOutlivesItsFile()
    {
        Recording r(path());
        RollLimits limits;
        limits.maxFrames = 1;
        limits.keepParts = 1;
        const ConnectionId a = r.upgraded();
        const ConnectionId b = r.upgraded();
        const ConnectionId c = r.connect();
        r.out(c, requestHead().left(30));
        r.capture->setRolling(limits);
        for (int i = 0; i < 5; ++i)
            r.in(a, frame(Opcode::Text, QByteArray::number(i), false));
        r.out(c, requestHead().mid(30));
        r.in(c, responseHead());
        for (int i = 0; i < 5; ++i)
            r.in(a, frame(Opcode::Text, QByteArray::number(i), false));
        r.capture->setRolling({});
        r.in(b, frame(Opcode::Text, "b", false));
        r.in(c, frame(Opcode::Text, "c", false));
        QCOMPARE(partPaths(*r.capture).size(), 1);
        const auto left = reopened(partPaths(*r.capture).first());
        QCOMPARE(payloads(*left), QStringList({u"1 1 b"_qs, u"2 1 c"_qs}));
        CaptureReader reader(*left);
        QCOMPARE(*reader.wire(RowIndex(0), 0, 10'000), requestHead());
        QCOMPARE(*reader.wire(RowIndex(1), 0, 10'000), responseHead());
        QCOMPARE(findings(*left), QStringList());
    }

    void fileThatCannotBeBegun()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        const QString second = partPath(r.capture->path(), 2);
        QVERIFY(QDir().mkpath(second + u".new/kept"_qs));
        rollEachRead(r);
        for (int i = 0; i < 3; ++i)
            r.in(id, frame(Opcode::Text, QByteArray::number(i), false));
        QCOMPARE(r.capture->parts().size(), std::size_t(1));
        QCOMPARE(r.capture->writeError(), QString());
        const QStringList notes = eventTexts(*r.capture, EventKind::Note);
        QCOMPARE(notes.size(), 1);
        QVERIFY2(notes.first().contains(second), qPrintable(notes.first()));
        r.ns += 11'000'000'000;
        r.in(id, frame(Opcode::Text, "3", false));
        QCOMPARE(eventTexts(*r.capture, EventKind::Note).size(), 1);
        QVERIFY(QDir(second + u".new"_qs).removeRecursively());
        r.ns += 11'000'000'000;
        r.in(id, frame(Opcode::Text, "4", false));
        QCOMPARE(r.capture->parts().size(), std::size_t(2));
        r.in(id, frame(Opcode::Text, "5", false));
        QCOMPARE(payloads(*r.capture).size(), 6);
        check(*r.capture);
    }

    void everythingRecordedCounts()
    {
        Recording r(path());
        RollLimits limits;
        limits.maxAge = std::chrono::minutes(1);
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Text, "before there were limits", false));
        limits.maxFrames = 2;
        r.capture->setRolling(limits);
        r.in(id, frame(Opcode::Text, "one", false));
        QCOMPARE(r.capture->parts().size(), std::size_t(1));
        r.in(id, frame(Opcode::Text, "two", false));
        QCOMPARE(r.capture->parts().size(), std::size_t(2));
        r.ns += 61'000'000'000;
        r.event(id, EventKind::Note, {{u"text"_qs, u"nothing but this"_qs}});
        QCOMPARE(r.capture->parts().size(), std::size_t(3));
        r.ns += 61'000'000'000;
        r.capture->endStream(id, Direction::In, r.tick());
        QCOMPARE(r.capture->parts().size(), std::size_t(4));
        r.ns += 61'000'000'000;
        r.capture->reset(id, Direction::In, r.tick());
        QCOMPARE(r.capture->parts().size(), std::size_t(5));
        check(*r.capture);
    }

    void eachFileNamesTheNext()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        rollEachRead(r);
        r.in(id, frame(Opcode::Text, "one", false));
        r.in(id, frame(Opcode::Text, "two", false));
        const QStringList paths = partPaths(*r.capture);
        QCOMPARE(paths.size(), 3);
        for (int i = 0; i < 3; ++i) {
            const QString next =
                i < 2 ? u"the recording goes on in "_qs + QFileInfo(paths[i + 1]).fileName() : QString();
            QCOMPARE(reopened(paths[i])->loadNote(), next);
        }
        QCOMPARE(reopened(concatenated(paths, path()))->loadNote(), QString());
    }

    void headsThatAreGoneAreNotRepeated()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        QVERIFY(QFile::remove(r.capture->path()));
        rollEachRead(r);
        for (int i = 0; i < 3; ++i)
            r.in(id, frame(Opcode::Text, QByteArray::number(i), false));
        QCOMPARE(r.capture->parts().size(), std::size_t(4));
        QCOMPARE(eventTexts(*r.capture, EventKind::Note), QStringList());
        const auto second = reopened(partPaths(*r.capture)[1]);
        QCOMPARE(kinds(*second), QStringList({u"continued"_qs, u"rolled"_qs, u"frame 1"_qs}));
        QCOMPARE(payloads(*second), QStringList{u"0 1 1"_qs});
        QVERIFY(!eventTexts(*second, EventKind::Continued).first().contains(u"handshake"_qs));
    }

    void answersWithoutEndAreNotRepeated()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        Q_UNUSED(id)
        const ConnectionId slow = r.connect();
        r.out(slow, requestHead());
        const QByteArray early = "HTTP/1.1 103 Early Hints\r\nLink: " + QByteArray(60'000, 'x') + "\r\n\r\n";
        for (int i = 0; i < 80; ++i)
            r.in(slow, early);
        rollEachRead(r);
        r.in(id, frame(Opcode::Text, "one", false));
        QCOMPARE(r.capture->parts().size(), std::size_t(2));
        QVERIFY(QFileInfo(partPaths(*r.capture)[1]).size() < 10'000);
        r.in(slow, "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nbody");
        const auto second = reopened(partPaths(*r.capture)[1]);
        QVERIFY2(kinds(*second).contains(u"raw 45"_qs), qPrintable(kinds(*second).join(u' ')));
    }

    void filesOfOthersStay()
    {
        Recording r(path());
        const QString second = partPath(r.capture->path(), 2);
        QFile other(second);
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write("mine");
        other.close();
        const ConnectionId id = r.upgraded();
        rollEachRead(r);
        r.in(id, frame(Opcode::Text, "one", false));
        QCOMPARE(partPaths(*r.capture).last(), partPath(r.capture->path(), 3));
        QCOMPARE(other.size(), 4);
        check(*r.capture);
    }

    void filesAreTheOwnersAndTheNewestIsLocked()
    {
        Recording r(path());
        const ConnectionId id = r.upgraded();
        rollEachRead(r);
        r.in(id, frame(Opcode::Text, "one", false));
        const QString newest = partPaths(*r.capture).last();
        const auto others =
            QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
        QVERIFY(!(QFile::permissions(newest) & others));
        QVERIFY(platform::isLocked(newest));
        QVERIFY(!QFileInfo::exists(newest + u".new"_qs));
        r.capture.reset();
        QVERIFY(!platform::isLocked(newest));
    }

    void killedWhileItRolls()
    {
#ifdef Q_OS_UNIX
        for (int round = 0; round < 10; ++round) {
            const QString file = path();
            int told[2];
            QCOMPARE(::pipe(told), 0);
            const pid_t child = ::fork();
            if (child == 0) {
                ::close(told[0]);
                Recording r(file);
                const ConnectionId id = r.upgraded();
                rollEachRead(r);
                for (std::uint32_t i = 0;; ++i) {
                    r.in(id, frame(Opcode::Text, QByteArray::number(i), false));
                    if (::write(told[1], &i, sizeof i) != sizeof i)
                        ::_exit(0);
                }
            }
            QVERIFY(child > 0);
            ::close(told[1]);
            std::uint32_t stored = 0;
            for (int i = 0; i <= round * 4; ++i)
                QCOMPARE(::read(told[0], &stored, sizeof stored), ssize_t(sizeof stored));
            ::kill(child, SIGKILL);
            int status = 0;
            ::waitpid(child, &status, 0);
            while (::read(told[0], &stored, sizeof stored) == ssize_t(sizeof stored)) {
            }
            ::close(told[0]);
            QStringList paths{file};
            for (unsigned i = 2; QFileInfo::exists(partPath(file, i)); ++i)
                paths.append(partPath(file, i));
            QStringList together;
            for (const QString &part : paths)
                together += payloads(*reopened(part));
            QVERIFY(together.size() >= int(stored) + 1);
            for (int i = 0; i < together.size(); ++i)
                QCOMPARE(together[i], u"0 1 %1"_qs.arg(i));
            QCOMPARE(payloads(*reopened(concatenated(paths, path()))), together);
        }
#else
        QSKIP("processes are forked on POSIX systems only");
#endif
    }
};

QTEST_GUILESS_MAIN(TestCaptureRoll)
#include "tst_captureroll.moc"
