#include "core/capture/capturestore.h"

#include "tests/core/capture/recording.h"
#include "tests/support/manualclock.h"

#include <QDir>
#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;
using ws::Opcode;

namespace
{
QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("none");
}

void write(const QString &path, const QByteArray &octets)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(octets) != octets.size())
        qFatal("cannot write");
}
} // namespace

class TestCaptureStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pathsNameTheTime()
    {
        QTemporaryDir dir;
        const CaptureStore store(dir.filePath(u"a/captures"_qs));
        ManualClock clock(Timestamp(1'795'383'300'123'456'789));
        const auto path = store.newCapturePath(clock);
        QVERIFY(path);
        QCOMPARE(*path, dir.filePath(u"a/captures/2026-11-22T21-35-00.123Z.pcapng"_qs));
        QCOMPARE(QFile::permissions(store.folder()) & (QFileDevice::ReadOther | QFileDevice::ReadGroup),
                 QFileDevice::Permissions());
        write(*path, "taken");
        QCOMPARE(*store.newCapturePath(clock), dir.filePath(u"a/captures/2026-11-22T21-35-00.123Z-2.pcapng"_qs));
    }
    void folderThatCannotBeMade()
    {
        QTemporaryDir dir;
        write(dir.filePath(u"file"_qs), "x");
        const auto path = CaptureStore(dir.filePath(u"file/captures"_qs)).newCapturePath(ManualClock());
        QVERIFY(!path);
        QVERIFY(path.error().message.contains(u"file/captures"_qs));
    }
    void whatACrashLeft()
    {
        QTemporaryDir dir;
        const CaptureStore store(dir.path());
        QVERIFY(store.unsavedCaptures().empty());
        write(dir.filePath(u"left.pcapng"_qs), "0123");
        write(dir.filePath(u"other.txt"_qs), "x");
        Recording live(dir.filePath(u"live.pcapng"_qs));
        auto found = store.unsavedCaptures();
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(found[0].path, dir.filePath(u"left.pcapng"_qs));
        QCOMPARE(found[0].size, 4u);
        QVERIFY(found[0].modified.isValid());
        QVERIFY(!store.remove(live.capture->path()));
        QVERIFY(QFile::exists(live.capture->path()));
        QVERIFY(store.remove(found[0].path));
        QVERIFY(store.unsavedCaptures().empty());
        QVERIFY(!store.remove(found[0].path));
        QVERIFY(!store.remove(dir.filePath(u"../x.pcapng"_qs)));
        live.capture.reset();
        QCOMPARE(store.unsavedCaptures().size(), std::size_t(1));
    }
    void copyWhileRecording()
    {
        QTemporaryDir dir;
        Recording r(dir.filePath(u"live.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Binary, QByteArray(3'000'000, 'x'), false));
        const QString target = dir.filePath(u"saved.pcapng"_qs);
        write(target, "old");
        std::uint64_t last = 0;
        const auto saved = saveCopy(*r.capture, target, {}, [&](std::uint64_t copied, std::uint64_t total) {
            QVERIFY(copied > last && copied <= total);
            last = copied;
        });
        QVERIFY(saved);
        QCOMPARE(last, r.capture->fileSize());
        QCOMPARE(read(target), read(r.capture->path()));
        QCOMPARE(describe(*reopened(target)), describe(*r.capture));
        QVERIFY(!(QFile::permissions(target) & (QFileDevice::ReadOther | QFileDevice::ReadGroup)));
        r.in(id, frame(Opcode::Text, "and on", false));
        QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden).size(), 2);
    }
    void failureLeavesTheOldFile()
    {
        QTemporaryDir dir;
        Recording r(dir.filePath(u"live.pcapng"_qs));
        r.upgraded();
        const QString target = dir.filePath(u"saved.pcapng"_qs);
        write(target, "old");
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!saveCopy(*r.capture, target, stop.get_token()));
        QCOMPARE(read(target), QByteArray("old"));
        const QByteArray before = read(r.capture->path());
        QVERIFY(!saveCopy(*r.capture, r.capture->path()));
        QVERIFY(!saveCopy(*r.capture, dir.path()));
        QVERIFY(!saveCopy(*r.capture, dir.filePath(u"no/such/folder.pcapng"_qs)));
        QCOMPARE(read(r.capture->path()), before);
        QVERIFY(QFile::remove(r.capture->path()));
        const auto gone = saveCopy(*r.capture, target);
        QVERIFY(!gone);
        QVERIFY(gone.error().message.contains(r.capture->path()));
        QCOMPARE(read(target), QByteArray("old"));
        QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestCaptureStore)
#include "tst_capturestore.moc"
