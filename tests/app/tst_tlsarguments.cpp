#include "app/tlsarguments.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace framescope;
using namespace framescope::app;

class TestTlsArguments : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void versions();
    void fingerprints_data();
    void fingerprints();
    void passphrases_data();
    void passphrases();
    void noPassphraseFile();
};

void TestTlsArguments::versions()
{
    QCOMPARE(*parseTlsVersion(QStringLiteral("1.0")), net::TlsVersion::Tls1_0);
    QCOMPARE(*parseTlsVersion(QStringLiteral("1.2")), net::TlsVersion::Tls1_2);
    QCOMPARE(*parseTlsVersion(QStringLiteral("1.3")), net::TlsVersion::Tls1_3);
    for (const QString &bad : {QStringLiteral("1.1"), QStringLiteral("3"), QString()})
        QVERIFY(!parseTlsVersion(bad).ok());
}

void TestTlsArguments::fingerprints_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("digits") << QString(64, QLatin1Char('a')) << true;
    QTest::newRow("capitals and colons") << QStringLiteral("AA:").repeated(31) + QStringLiteral("AA") << true;
    QTest::newRow("too short") << QString(62, QLatin1Char('a')) << false;
    QTest::newRow("too long") << QString(66, QLatin1Char('a')) << false;
    QTest::newRow("no digits") << QString(64, QLatin1Char('x')) << false;
    QTest::newRow("one that is none") << QString(63, QLatin1Char('a')) + QLatin1Char('g') << false;
    QTest::newRow("empty") << QString() << false;
}

void TestTlsArguments::fingerprints()
{
    QFETCH(QString, text);
    QFETCH(bool, good);
    const auto octets = parseFingerprint(text);
    QCOMPARE(octets.ok(), good);
    if (good)
        QCOMPARE(*octets, QByteArray(32, '\xaa'));
}

void TestTlsArguments::passphrases_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<QString>("passphrase");
    QTest::newRow("a line") << QByteArray("two words \n") << QStringLiteral("two words ");
    QTest::newRow("no line end") << QByteArray("secret") << QStringLiteral("secret");
    QTest::newRow("CR LF and more lines") << QByteArray("secret\r\nother\n") << QStringLiteral("secret");
    QTest::newRow("UTF-8") << QByteArray("gr\xc3\xbcn\n") << QStringLiteral("gr\u00fcn");
    QTest::newRow("empty line") << QByteArray("\nsecret\n") << QString();
    QTest::newRow("empty file") << QByteArray() << QString();
}

void TestTlsArguments::passphrases()
{
    QFETCH(QByteArray, octets);
    QFETCH(QString, passphrase);
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("passphrase")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(octets);
    file.close();
    const auto read = readPassphrase(file.fileName());
    QCOMPARE(read.ok(), !passphrase.isEmpty());
    if (read)
        QCOMPARE(*read, passphrase);
}

void TestTlsArguments::noPassphraseFile()
{
    const auto read = readPassphrase(QStringLiteral("/nowhere/passphrase"));
    QVERIFY(!read.ok());
    QVERIFY(read.error().message.contains(QStringLiteral("/nowhere/passphrase")));
}

QTEST_GUILESS_MAIN(TestTlsArguments)
#include "tst_tlsarguments.moc"
