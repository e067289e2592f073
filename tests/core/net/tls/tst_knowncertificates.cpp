#include "core/net/tls/knowncertificates.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using framescope::net::KnownCertificates;

namespace
{
const QByteArray one(32, '\1');
const QByteArray two(32, '\2');
} // namespace

class TestKnownCertificates : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void remembers();
    void inMemory();
    void brokenFile_data();
    void brokenFile();
    void bounded();
    void twoPrograms();
    void notWritable();

private:
    QTemporaryDir m_folder;
};

void TestKnownCertificates::remembers()
{
    const QString path = m_folder.filePath(u"sub/known"_qs);
    {
        KnownCertificates known(path);
        QVERIFY(known.last(u"a.example:443"_qs).isEmpty());
        known.note(u"a.example:443"_qs, one);
        QCOMPARE(known.last(u"a.example:443"_qs), one);
        known.note(u"b.example:443"_qs, one);
        known.note(u"a.example:443"_qs, two);
    }
    KnownCertificates known(path);
    QCOMPARE(known.last(u"a.example:443"_qs), two);
    QCOMPARE(known.last(u"b.example:443"_qs), one);
    QVERIFY(known.last(u"a.example:444"_qs).isEmpty());
    constexpr auto others =
        QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    QCOMPARE(QFile::permissions(path) & others, QFileDevice::Permissions());
}

void TestKnownCertificates::inMemory()
{
    KnownCertificates known;
    known.note(u"a:1"_qs, one);
    QCOMPARE(known.last(u"a:1"_qs), one);
    known.note(u"a:1"_qs, "too short");
    QCOMPARE(known.last(u"a:1"_qs), one);
    known.note(QString(301, u'a'), one);
    QVERIFY(known.last(QString(301, u'a')).isEmpty());
}

void TestKnownCertificates::brokenFile_data()
{
    QTest::addColumn<QByteArray>("octets");
    const QByteArray good = "good.example:443 " + one.toHex() + " 1700000000\n";
    QTest::newRow("empty line") << "\n\n" + good;
    QTest::newRow("garbage") << QByteArray("\0\1\2 \xff nonsense\n", 15) + good;
    QTest::newRow("digest too short") << "bad.example:443 0102 1700000000\n" + good;
    QTest::newRow("no time") << "bad.example:443 " + one.toHex() + " never\n" + good;
    QTest::newRow("a word too many") << "bad.example:443 " + one.toHex() + " 1 2\n" + good;
    QTest::newRow("cut off") << good + "bad.example:443 " + one.toHex().first(20);
}

void TestKnownCertificates::brokenFile()
{
    QFETCH(QByteArray, octets);
    QFile file(m_folder.filePath(u"broken"_qs));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(octets);
    file.close();
    const KnownCertificates known(file.fileName());
    QCOMPARE(known.last(u"good.example:443"_qs), one);
    QVERIFY(known.last(u"bad.example:443"_qs).isEmpty());
}

void TestKnownCertificates::bounded()
{
    QFile file(m_folder.filePath(u"large"_qs));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (int i = 0; i < KnownCertificates::most; ++i)
        file.write("host" + QByteArray::number(i) + ":443 " + one.toHex() + ' ' + QByteArray::number(1000 + i) + '\n');
    file.close();
    KnownCertificates known(file.fileName());
    known.note(u"new.example:443"_qs, two);
    QVERIFY(known.last(u"host0:443"_qs).isEmpty());
    QCOMPARE(known.last(u"host1:443"_qs), one);
    QCOMPARE(known.last(u"new.example:443"_qs), two);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().count('\n'), KnownCertificates::most);
}

void TestKnownCertificates::twoPrograms()
{
    const QString path = m_folder.filePath(u"shared"_qs);
    KnownCertificates first(path), second(path);
    first.note(u"a:1"_qs, one);
    second.note(u"b:1"_qs, two);
    const KnownCertificates third(path);
    QCOMPARE(third.last(u"a:1"_qs), one);
    QCOMPARE(third.last(u"b:1"_qs), two);
}

void TestKnownCertificates::notWritable()
{
    // A folder stands where the file should be.
    KnownCertificates known(m_folder.path());
    known.note(u"a:1"_qs, one);
    QCOMPARE(known.last(u"a:1"_qs), one);
}

QTEST_GUILESS_MAIN(TestKnownCertificates)
#include "tst_knowncertificates.moc"
