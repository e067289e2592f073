#include "core/base/platform.h"

#include "tests/support/preload/failwrites.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#endif

using namespace framescope;

class TestPlatform : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    QString write(const QString &name, const QByteArray &octets)
    {
        QFile file(m_dir.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(octets) != octets.size())
            qFatal("cannot write");
        return file.fileName();
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("none");
    }

private Q_SLOTS:
    void reserveGrowsAndNeverShrinks()
    {
        QFile file(m_dir.filePath(u"reserve"_qs));
        QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Unbuffered));
        QVERIFY(platform::reserve(file, 10'000));
        QCOMPARE(file.size(), 10'000);
        QVERIFY(platform::reserve(file, 5'000));
        QCOMPARE(file.size(), 10'000);
        QVERIFY(platform::reserve(file, 20'000));
        QCOMPARE(read(file.fileName()), QByteArray(20'000, '\0'));
    }
    void reserveFailsWithoutSpace()
    {
#ifdef Q_OS_UNIX
        QFile file(m_dir.filePath(u"full"_qs));
        QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Unbuffered));
        const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit old = {};
        getrlimit(RLIMIT_FSIZE, &old);
        rlimit limit = old;
        limit.rlim_cur = 4096;
        setrlimit(RLIMIT_FSIZE, &limit);
        const auto reserved = platform::reserve(file, 1 << 20);
        setrlimit(RLIMIT_FSIZE, &old);
        std::signal(SIGXFSZ, oldHandler);
        QVERIFY(!reserved);
        QVERIFY(reserved.error().message.contains(file.fileName()));
#else
        QSKIP("file size limits are POSIX");
#endif
    }
    void lockIsSeenAndEndsWithTheFile()
    {
        const QString path = write(u"lock"_qs, "x");
        QVERIFY(!platform::isLocked(path));
        {
            QFile first(path);
            QVERIFY(first.open(QIODevice::ReadWrite));
            QVERIFY(platform::tryLock(first));
            QVERIFY(platform::isLocked(path));
            QFile second(path);
            QVERIFY(second.open(QIODevice::ReadWrite));
            QVERIFY(platform::isLocked(second));
            QVERIFY(!platform::tryLock(second));
            QCOMPARE(second.readAll(), QByteArray("x"));
        }
        QVERIFY(!platform::isLocked(path));
        // Asking takes nothing that another who asks could see.
        QFile one(path);
        QFile two(path);
        QVERIFY(one.open(QIODevice::ReadOnly) && two.open(QIODevice::ReadOnly));
        QVERIFY(!platform::isLocked(one));
        QVERIFY(!platform::isLocked(two));
        QVERIFY(platform::tryLock(one));
        QVERIFY(platform::isLocked(two));
        QVERIFY(!platform::isLocked(m_dir.filePath(u"no such file"_qs)));
    }
    void replaceTakesTheOldPlace()
    {
        const QString from = write(u"from"_qs, "new");
        const QString to = write(u"to"_qs, "old");
        QVERIFY(platform::replaceFile(from, to));
        QCOMPARE(read(to), QByteArray("new"));
        QVERIFY(!QFile::exists(from));
        const auto again = platform::replaceFile(from, to);
        QVERIFY(!again);
        QVERIFY(again.error().message.contains(to));
        QCOMPARE(read(to), QByteArray("new"));
    }
    void replaceWithANameBeyondAscii()
    {
        const QString from = write(u"von"_qs, "1");
        const QString to = m_dir.filePath(u"größe 日本.pcapng"_qs);
        QVERIFY(platform::replaceFile(from, to));
        QCOMPARE(read(to), QByteArray("1"));
    }
    void sync()
    {
        QFile file(m_dir.filePath(u"sync"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("buffered");
        QVERIFY(platform::syncFile(file));
        QCOMPARE(read(file.fileName()), QByteArray("buffered"));
        QVERIFY(platform::syncFolder(m_dir.path()));
#ifdef Q_OS_UNIX
        QVERIFY(!platform::syncFolder(m_dir.filePath(u"none"_qs)));
#endif
    }
    void spaceAheadLeavesTheFileAsItIs()
    {
        QFile file(write(u"ahead"_qs, "0123"));
        QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Unbuffered));
        const auto space = [&file] {
#ifdef Q_OS_UNIX
            struct ::stat facts = {};
            ::fstat(file.handle(), &facts);
            return static_cast<qint64>(facts.st_blocks) * 512;
#else
            return file.size();
#endif
        };
        const qint64 before = space();
        // Not where too little would be left for others.
        platform::reserveAhead(file, 4, 1 << 20, std::uint64_t(1) << 62);
        QCOMPARE(space(), before);
        platform::reserveAhead(file, 4, 1 << 20, 0);
#ifdef Q_OS_LINUX
        if (space() == before)
            qInfo("the file system takes no space beforehand");
#endif
        QCOMPARE(QFileInfo(file.fileName()).size(), 4);
        QVERIFY(platform::writeAt(file, 4, byteView(QByteArrayView("4567"))));
        QCOMPARE(read(file.fileName()), QByteArray("01234567"));
        QVERIFY(file.resize(8));
        QCOMPARE(read(file.fileName()), QByteArray("01234567"));
    }
    void piecesAreWrittenInOrder()
    {
        QFile file(write(u"pieces"_qs, "0123"));
        QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Unbuffered));
        std::vector<QByteArray> owners;
        QByteArray all;
        for (int i = 0; i < 300; ++i) {
            owners.push_back(QByteArray(i % 7 * 100, char('a' + i % 26)));
            all += owners.back();
        }
        std::vector<ByteView> pieces;
        for (const QByteArray &owner : owners)
            pieces.push_back(byteView(owner));
        QVERIFY(platform::writeAt(file, 4, pieces));
        QCOMPARE(read(file.fileName()), "0123" + all);
        QVERIFY(platform::writeAt(file, 2, std::span<const ByteView>()));
#ifdef Q_OS_UNIX
        // Room for some of them only: what fits is written, and the rest is an error.
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit old = {};
        getrlimit(RLIMIT_FSIZE, &old);
        rlimit limit = old;
        limit.rlim_cur = 20'000;
        setrlimit(RLIMIT_FSIZE, &limit);
        const QByteArray large(30'000, 'x');
        const auto written =
            platform::writeAt(file, 0, std::vector<ByteView>{byteView(all).first(100), byteView(large)});
        setrlimit(RLIMIT_FSIZE, &old);
        std::signal(SIGXFSZ, handler);
        QVERIFY(!written);
        QVERIFY2(written.error().message.contains(file.fileName()), qPrintable(written.error().message));
        QCOMPARE(read(file.fileName()), all.first(100) + large.first(19'900) + ("0123" + all).sliced(20'000));
#endif
    }
    /// However little of the pieces the system takes at once.
    void piecesAreWrittenInPartsOfPieces()
    {
        if (!test::canFailWrites)
            QSKIP("calls of the system are interposed on Linux only");
        QFile file(write(u"parts"_qs, "0123"));
        QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Unbuffered));
        QByteArray all;
        for (int i = 0; i < 5'000; ++i)
            all += QByteArray::number(i);
        std::vector<ByteView> pieces;
        for (qsizetype at = 0; at < all.size(); at += 700)
            pieces.push_back(
                byteView(all).subspan(std::size_t(at), std::size_t(std::min<qsizetype>(700, all.size() - at))));
        const QByteArray name = QFile::encodeName(file.fileName());
        test::FailWrites how;
        how.path = name.constData();
        how.most = 333;
        test::failWrites(how);
        const auto written = platform::writeAt(file, 4, pieces);
        const std::uint64_t parts = test::failedWrites();
        test::failNoWrites();
        QVERIFY(written);
        QVERIFY(parts >= pieces.size());
        QCOMPARE(read(file.fileName()), "0123" + all);
    }
    void fileOfThisName()
    {
        const QString path = write(u"same"_qs, "x");
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(platform::isSameFile(file, path));
#ifdef Q_OS_UNIX
        QVERIFY(QFile::rename(path, path + u".old"_qs));
        QVERIFY(!platform::isSameFile(file, path));
        QVERIFY(platform::isSameFile(file, path + u".old"_qs));
        write(u"same"_qs, "x");
        QVERIFY(!platform::isSameFile(file, path));
#endif
    }
    void randomOctets_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {0, 1, 16, 255, 256, 257, 512, 10'000})
            QTest::addRow("%d", size) << size;
    }
    void randomOctets()
    {
        QFETCH(const int, size);
        std::vector<std::uint8_t> octets(static_cast<std::size_t>(size) + 1, 0);
        // Each octet but the one behind gets another value sooner or later.
        std::vector<bool> changed(octets.size());
        for (int round = 0; round < 40; ++round) {
            platform::fillRandom({octets.data(), static_cast<std::size_t>(size)});
            for (std::size_t i = 0; i < octets.size(); ++i)
                changed[i] = changed[i] || octets[i] != 0;
        }
        QCOMPARE(std::count(changed.begin(), changed.end(), true), size);
        QVERIFY(!changed.back());
    }
    void residentMemoryGrows()
    {
        const std::uint64_t before = platform::residentMemory();
        QVERIFY(before > 100'000);
        const QByteArray touched(64 << 20, 'x');
        QVERIFY(platform::residentMemory() >= before + (32u << 20));
        QCOMPARE(touched.back(), 'x');
    }
};

QTEST_GUILESS_MAIN(TestPlatform)
#include "tst_platform.moc"
