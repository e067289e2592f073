#include "core/base/temporaryfile.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/resource.h>
#endif

using namespace framescope;

namespace
{
std::unique_ptr<TemporaryFile> made()
{
    auto file = TemporaryFile::create(u"a test"_qs);
    return file ? std::move(*file) : nullptr;
}
} // namespace

class TestTemporaryFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void placesOfTheirOwn()
    {
        const auto file = made();
        QVERIFY(file);
        QVERIFY(file->write(10, byteView(QByteArrayView("world"))));
        QVERIFY(file->write(0, byteView(QByteArrayView("hello "))));
        QByteArray octets(15, 'x');
        QVERIFY(file->read(0, {octets.data(), 15}));
        QCOMPARE(octets, QByteArray("hello \0\0\0\0world", 15));
        QVERIFY(file->read(11, {octets.data(), 3}));
        QCOMPARE(octets.first(3), QByteArray("orl"));
        const auto beyond = file->read(12, {octets.data(), 4});
        QVERIFY(!beyond);
        QVERIFY(beyond.error().message.contains(u"ends before byte 15"_qs));
        QVERIFY(file->read(100, {}));
    }
    void goesAndIsTheOwners()
    {
        QTemporaryDir folder;
        qputenv("TMPDIR", folder.path().toUtf8());
        auto file = made();
        QVERIFY(file && file->write(0, byteView(QByteArrayView("secret"))));
        const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
        for (const QFileInfo &info : QDir(folder.path()).entryInfoList(QDir::Files))
            QVERIFY(!(info.permissions() & others));
        file.reset();
        QVERIFY(QDir(folder.path()).entryList(QDir::Files).isEmpty());
        qputenv("TMPDIR", "/nowhere/at/all");
        const auto none = TemporaryFile::create(u"a test"_qs);
        QVERIFY(!none);
        QVERIFY(none.error().message.contains(u"a test"_qs));
        qunsetenv("TMPDIR");
    }
    void viewsShowWhatIsWritten()
    {
        const auto file = made();
        QVERIFY(file);
        const auto view = file->map(5, 20);
        QVERIFY(view);
        QVERIFY(file->write(0, byteView(QByteArrayView("hello world"))));
        QCOMPARE(QByteArray(reinterpret_cast<const char *>(*view), 8), QByteArray(" world\0\0", 8));
        const auto more = file->map(25, 100'000);
        QVERIFY(more);
        QVERIFY(file->write(100'000, byteView(QByteArrayView("far"))));
        QCOMPARE(QByteArray(reinterpret_cast<const char *>(*more) + 100'000 - 25, 4), QByteArray("far\0", 4));
        QCOMPARE((*view)[1], std::uint8_t('w'));
    }
    void fullDisk()
    {
#ifdef Q_OS_UNIX
        const auto file = made();
        QVERIFY(file);
        const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit old = {};
        getrlimit(RLIMIT_FSIZE, &old);
        rlimit limit = old;
        limit.rlim_cur = 1000;
        setrlimit(RLIMIT_FSIZE, &limit);
        const QByteArray octets(2000, 'x');
        const Result<void> written = file->write(0, byteView(octets));
        setrlimit(RLIMIT_FSIZE, &old);
        std::signal(SIGXFSZ, oldHandler);
        QVERIFY(!written);
        QVERIFY(file->write(0, byteView(octets)));
#else
        QSKIP("file size limits are POSIX");
#endif
    }
};

QTEST_GUILESS_MAIN(TestTemporaryFile)
#include "tst_temporaryfile.moc"
