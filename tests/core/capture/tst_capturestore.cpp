#include "core/capture/capturestore.h"

#include "tests/core/capture/rolling.h"
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
    void anotherFolderIsForCapturesToCome()
    {
        QTemporaryDir dir;
        CaptureStore store(dir.filePath(u"a"_qs));
        store.setFolder(dir.filePath(u"b"_qs));
        QVERIFY((*store.newCapturePath(ManualClock())).startsWith(dir.filePath(u"b/"_qs)));
        store.setFolder({});
        QCOMPARE(store.folder(), CaptureStore().folder());
    }
    void aChosenFolderStaysTheUsers()
    {
        QTemporaryDir dir;
        const QString chosen = dir.filePath(u"mine"_qs);
        QVERIFY(QDir().mkpath(chosen));
        const auto open = QFileDevice::Permissions(QFlag(0x7755));
        QVERIFY(QFile::setPermissions(chosen, open));
        const auto before = QFile::permissions(chosen);
        write(chosen + u"/my.pcapng"_qs, "of the user");
        CaptureStore store;
        store.setFolder(chosen);
        const QString path = *store.newCapturePath(ManualClock());
        QCOMPARE(QFileInfo(path).absolutePath(), chosen + u"/framescope-unsaved"_qs);
        QCOMPARE(QFile::permissions(chosen), before);
        QVERIFY(!(QFile::permissions(store.folder()) & (QFileDevice::ReadOther | QFileDevice::ReadGroup)));
        write(path, "ours");
        QCOMPARE(store.unsavedCaptures().size(), std::size_t(1));
        QVERIFY(!store.remove(chosen + u"/my.pcapng"_qs));
        QVERIFY(store.remove(path));
        QCOMPARE(read(chosen + u"/my.pcapng"_qs), QByteArray("of the user"));
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
    void manyFilesAreSavedAsOne_data()
    {
        QTest::addColumn<int>("keep");
        QTest::newRow("all") << 0;
        QTest::newRow("the oldest are gone") << 2;
    }
    void manyFilesAreSavedAsOne()
    {
        QFETCH(int, keep);
        QTemporaryDir dir;
        Recording r(dir.filePath(u"live.pcapng"_qs));
        RollLimits limits;
        limits.maxFrames = 3;
        limits.keepParts = unsigned(keep);
        r.capture->setRolling(limits);
        const ConnectionId id = r.upgraded();
        const ConnectionId other = r.upgraded();
        for (int i = 0; i < 11; ++i) {
            r.in(id, frame(Opcode::Text, QByteArray::number(i), false));
            r.out(other, frame(Opcode::Text, QByteArray::number(i), true));
        }
        const QString target = dir.filePath(u"saved.pcapng"_qs);
        std::uint64_t last = 0;
        const auto saved = saveCopy(*r.capture, target, {}, [&](std::uint64_t copied, std::uint64_t total) {
            QVERIFY(copied > last && copied <= total);
            last = copied;
        });
        QVERIFY(saved);
        const auto whole = reopened(target);
        QCOMPARE(whole->loadNote(), QString());
        QStringList expected;
        for (const QString &part : partPaths(*r.capture))
            expected += payloads(*reopened(part));
        QCOMPARE(payloads(*whole), expected);
        QVERIFY(expected.size() == 22 || keep != 0);
        QCOMPARE(kinds(*whole).count(u"request"_qs), 2);
        QCOMPARE(kinds(*whole).count(u"continued"_qs), keep == 0 ? 0 : 2);
        if (keep == 0)
            QCOMPARE(describe(*whole, true, false), describe(*r.capture, true, false));
        for (const QString &part : partPaths(*r.capture))
            QVERIFY(!saveCopy(*r.capture, part));
    }
    void manyFilesOfACrash()
    {
        QTemporaryDir dir;
        const CaptureStore store(dir.path());
        Recording r(dir.filePath(u"live.pcapng"_qs));
        rollEachRead(r);
        const ConnectionId id = r.upgraded();
        for (int i = 0; i < 11; ++i)
            r.in(id, frame(Opcode::Text, QByteArray::number(i), false));
        const QStringList files = partPaths(*r.capture);
        QCOMPARE(files.size(), 12);
        write(dir.filePath(u"another.pcapng"_qs), "0123");
        QCOMPARE(store.unsavedCaptures().size(), std::size_t(1)); // the other
        QVERIFY(!store.remove(r.capture->path()));
        QVERIFY(QFile::exists(r.capture->path()));
        const QStringList rows = describe(*r.capture);
        const QStringList texts = payloads(*r.capture);
        r.capture.reset();

        const auto found = store.unsavedCaptures();
        QCOMPARE(found.size(), std::size_t(2));
        const auto &left = found[0].files.size() > 1 ? found[0] : found[1];
        QCOMPARE(left.files, files);
        QCOMPARE(left.path, files.first());
        auto opened = Capture::open(left.files);
        QVERIFY(opened);
        QVERIFY((*opened)->load());
        QCOMPARE((*opened)->loadProgress(), 1.0);
        QCOMPARE((*opened)->fileSize(), left.size);
        QCOMPARE(describe(**opened), rows);
        QCOMPARE(payloads(**opened), texts);
        QVERIFY(saveCopy(**opened, dir.filePath(u"saved.txt"_qs)));
        QCOMPARE(describe(*reopened(dir.filePath(u"saved.txt"_qs)), true, false), describe(**opened, true, false));
        write(partPath(left.path, 13) + u".new"_qs, "begun");
        QVERIFY(store.remove(left.path));
        QCOMPARE(store.unsavedCaptures().size(), std::size_t(1));
        QCOMPARE(QDir(dir.path()).entryList({u"live*"_qs}, QDir::Files), QStringList());
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
