#include "core/capture/captureparts.h"

#include <QTemporaryDir>
#include <QTest>

using namespace framescope;
using namespace framescope::capture;

class TestCaptureParts : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    void write(const QString &path, const QByteArray &octets)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Append));
        QCOMPARE(file.write(octets), octets.size());
    }
    static QByteArray read(PartsReader &reader, std::uint64_t from, std::uint64_t size)
    {
        QByteArray octets(qsizetype(size), Qt::Uninitialized);
        const Result<void> got = reader.read(from, octets.data(), size);
        return got ? octets : "error: " + got.error().message.toUtf8();
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_dir.isValid()); }

    void names_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<unsigned>("number");
        QTest::addColumn<QString>("part");
        QTest::newRow("first") << u"/a/name.pcapng"_qs << 1u << u"/a/name.pcapng"_qs;
        QTest::newRow("second") << u"/a/name.pcapng"_qs << 2u << u"/a/name.0002.pcapng"_qs;
        QTest::newRow("many") << u"/a/name.pcapng"_qs << 12345u << u"/a/name.12345.pcapng"_qs;
        QTest::newRow("dots") << u"/a.b/2026-11-23T08.1Z.pcapng"_qs << 3u << u"/a.b/2026-11-23T08.1Z.0003.pcapng"_qs;
        QTest::newRow("no suffix") << u"/a.b/name"_qs << 2u << u"/a.b/name.0002"_qs;
    }
    void names()
    {
        QFETCH(QString, path);
        QFETCH(unsigned, number);
        QFETCH(QString, part);
        QCOMPARE(partPath(path, number), part);
        if (path.endsWith(u".pcapng"))
            QCOMPARE(firstPartPath(part), path);
    }

    void namesWithoutNumber()
    {
        for (const QString &path : {u"/a/name.pcapng"_qs, u"/a/name.12.pcapng"_qs, u"/a/name.00012.pcapng"_qs,
                                    u"/a/2026-11-23T08-00-00.123Z.pcapng"_qs, u"/a.0002.b/name"_qs})
            QCOMPARE(firstPartPath(path), path);
    }

    void fileAfter()
    {
        const QTemporaryDir folder;
        for (const QString &name :
             {u"a.pcapng"_qs, u"a.0003.pcapng"_qs, u"a.0004.pcapng"_qs, u"ab.0002.pcapng"_qs, u"a.0002.pcapng.new"_qs})
            write(folder.filePath(name), "x");
        QCOMPARE(partAfter(folder.filePath(u"a.pcapng"_qs)), folder.filePath(u"a.0003.pcapng"_qs));
        QCOMPARE(partAfter(folder.filePath(u"a.0002.pcapng"_qs)), folder.filePath(u"a.0003.pcapng"_qs));
        QCOMPARE(partAfter(folder.filePath(u"a.0003.pcapng"_qs)), folder.filePath(u"a.0004.pcapng"_qs));
        QCOMPARE(partAfter(folder.filePath(u"a.0004.pcapng"_qs)), QString());
        QCOMPARE(partAfter(folder.filePath(u"ab.0002.pcapng"_qs)), QString());
    }

    void offsetsCountOnOverTheParts()
    {
        const QString first = m_dir.filePath(u"parts.pcapng"_qs);
        const QString second = partPath(first, 2);
        CaptureParts parts(first);
        PartsReader reader(parts);
        write(first, "0123456789");
        QCOMPARE(read(reader, 2, 3), QByteArray("234"));
        QVERIFY(read(reader, 8, 3).startsWith("error"));
        write(second, "abcdef");
        parts.add({second, 10, 12, 5, false});
        QCOMPARE(parts.count(), std::size_t(2));
        QCOMPARE(parts.find(9), std::size_t(0));
        QCOMPARE(parts.find(10), std::size_t(1));
        // The reader has the first part open, and did not know where it ends.
        QCOMPARE(read(reader, 11, 2), QByteArray("bc"));
        QCOMPARE(read(reader, 8, 4), QByteArray("89ab"));
        QCOMPARE(read(reader, 0, 16), QByteArray("0123456789abcdef"));
        write(second, "gh");
        QCOMPARE(read(reader, 15, 3), QByteArray("fgh"));
    }

    void droppedPartSaysSo()
    {
        const QString first = m_dir.filePath(u"dropped.pcapng"_qs);
        CaptureParts parts(first);
        write(first, "0123456789");
        write(partPath(first, 2), "abcdef");
        parts.add({partPath(first, 2), 10, 12, 5, false});
        QCOMPARE(parts.firstKeptRow(), 0u);
        QVERIFY(QFile::remove(first));
        parts.setDropped(0);
        QCOMPARE(parts.firstKeptRow(), 5u);
        PartsReader reader(parts);
        QCOMPARE(read(reader, 12, 2), QByteArray("cd"));
        QVERIFY(read(reader, 3, 2).contains("dropped.pcapng was dropped"));
        QCOMPARE(read(reader, 10, 2), QByteArray("ab"));
    }
};

QTEST_GUILESS_MAIN(TestCaptureParts)
#include "tst_captureparts.moc"
