#include "tests/support/commandrun.h"
#include "tests/support/recordingserver.h"

#include <QTemporaryFile>
#include <QTest>

using namespace framescope::test;

/// What --send-frame describes is what goes over the wire, octet for octet; the expected octets are made here, from
/// RFC 6455 §5.2, without the program's writer.
class TestSendFrames : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyHeader_data();
    void everyHeader();
    void payloadSizes_data();
    void payloadSizes();
    void randomMask();
    void payloadForms();
    void orderOfSends();

private:
    struct Case {
        int opcode = 1;
        int fin = 1;
        int rsv = 0;
        QByteArray key; ///< four octets, or empty for mask=none
        QByteArray length = "auto";
        QByteArray payload;

        QString spec() const;
        QByteArray wire() const;
    };
    /// Sends the specs through the program to a recorder, which ends the connection when `size` octets are there.
    static QByteArray record(const QStringList &sends, qsizetype size, QByteArray &errors);
};

QString TestSendFrames::Case::spec() const
{
    return QStringLiteral("opcode=%1,fin=%2,rsv=%3,mask=%4,len=%5,hex=%6")
        .arg(opcode)
        .arg(fin)
        .arg(rsv)
        .arg(key.isEmpty() ? QStringLiteral("none") : QString::fromLatin1(key.toHex()), QString::fromLatin1(length),
             QString::fromLatin1(payload.toHex()));
}

QByteArray TestSendFrames::Case::wire() const
{
    QByteArray form = length;
    quint64 declared = quint64(payload.size());
    if (form.startsWith('=')) {
        declared = form.sliced(1).toULongLong();
        form = "auto";
    }
    if (form == "auto")
        form = declared < 126 ? "7" : declared < 65536 ? "16" : "64";
    const int octets = form == "7" ? 0 : form == "16" ? 2 : 8;
    QByteArray result;
    result.append(char(fin << 7 | rsv << 4 | opcode));
    result.append(char((key.isEmpty() ? 0 : 0x80) | (octets == 0 ? int(declared) : octets == 2 ? 126 : 127)));
    for (int i = octets - 1; i >= 0; --i)
        result.append(char(declared >> (8 * i)));
    result.append(key);
    for (qsizetype i = 0; i < payload.size(); ++i)
        result.append(key.isEmpty() ? payload[i] : char(payload[i] ^ key[i % 4]));
    return result;
}

QByteArray TestSendFrames::record(const QStringList &sends, qsizetype size, QByteArray &errors)
{
    RecordingServer server;
    server.setReact([size](QTcpSocket &socket, const QByteArray &received) {
        if (received.size() >= size)
            socket.abort();
    });
    const CommandRun run = runFramescope(QStringList{QStringLiteral("capture"), server.url(), QStringLiteral("--json"),
                                                     QStringLiteral("--for"), QStringLiteral("30")} +
                                         sends);
    errors = run.err;
    return server.received();
}

void TestSendFrames::everyHeader_data()
{
    QTest::addColumn<int>("opcode");
    for (int opcode = 0; opcode < 16; ++opcode)
        QTest::addRow("opcode %d", opcode) << opcode;
}

void TestSendFrames::everyHeader()
{
    QFETCH(int, opcode);
    QStringList sends;
    QByteArray expected;
    for (int fin = 0; fin < 2; ++fin) {
        for (int rsv = 0; rsv < 8; ++rsv) {
            for (const QByteArray &key : {QByteArray(), QByteArray::fromHex("7a1c09f2"), QByteArray(4, '\0')}) {
                for (const char *length : {"auto", "7", "16", "64", "=3", "=125", "=200", "=70000"}) {
                    for (const QByteArray &payload : {QByteArray(), QByteArray::fromHex("00ff48656c")}) {
                        const Case one{opcode, fin, rsv, key, length, payload};
                        sends << QStringLiteral("--send-frame") << one.spec();
                        expected += one.wire();
                    }
                }
            }
        }
    }
    QCOMPARE(sends.size(), 2 * 2 * 8 * 3 * 8 * 2);
    QByteArray errors;
    const QByteArray got = record(sends, expected.size(), errors);
    QVERIFY2(got == expected, errors + "got " + QByteArray::number(got.size()) + " bytes, expected " +
                                  QByteArray::number(expected.size()));
}

void TestSendFrames::payloadSizes_data()
{
    QTest::addColumn<QByteArray>("length");
    QTest::addColumn<qsizetype>("size");
    for (const qsizetype size : {0, 1, 125, 126, 127, 65535, 65536, 100'000}) {
        QTest::addRow("auto %lld", qlonglong(size)) << QByteArray("auto") << size;
        QTest::addRow("64 bits %lld", qlonglong(size)) << QByteArray("64") << size;
        if (size < 65536)
            QTest::addRow("16 bits %lld", qlonglong(size)) << QByteArray("16") << size;
        if (size < 126)
            QTest::addRow("7 bits %lld", qlonglong(size)) << QByteArray("7") << size;
    }
}

void TestSendFrames::payloadSizes()
{
    QFETCH(QByteArray, length);
    QFETCH(qsizetype, size);
    Case one{2, 1, 0, QByteArray::fromHex("01020304"), length, QByteArray(size, 'x')};
    const QString spec = QStringLiteral("opcode=binary,mask=01020304,len=%1,text=%2")
                             .arg(QString::fromLatin1(length), QString(size, QLatin1Char('x')));
    QByteArray errors;
    const QByteArray got = record({QStringLiteral("--send-frame"), spec}, one.wire().size(), errors);
    QVERIFY2(got == one.wire(), errors);
}

void TestSendFrames::randomMask()
{
    // RFC 6455 §5.3: a fresh unpredictable key for each frame.
    QByteArray errors;
    const QByteArray got = record({QStringLiteral("--send"), QStringLiteral("Hello"), QStringLiteral("--send-frame"),
                                   QStringLiteral("text=Hello")},
                                  22, errors);
    QVERIFY2(got.size() == 22, errors);
    const auto unmasked = [&got](qsizetype at) {
        QByteArray text = got.sliced(at + 6, 5);
        for (qsizetype i = 0; i < text.size(); ++i)
            text[i] = char(text[i] ^ got[at + 2 + i % 4]);
        return text;
    };
    for (const qsizetype at : {0, 11}) {
        QCOMPARE(got.sliced(at, 2).toHex(), QByteArray("8185"));
        QCOMPARE(unmasked(at), QByteArray("Hello"));
    }
    QVERIFY(got.sliced(2, 4) != got.sliced(13, 4));
}

void TestSendFrames::payloadForms()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("from a file, with a comma\n");
    file.close();
    QByteArray errors;
    const QByteArray expected = QByteArray::fromHex("8203") + "a,b" + QByteArray::fromHex("8202c3a98203") + "b64" +
                                QByteArray::fromHex("821a") + "from a file, with a comma\n";
    QStringList sends;
    for (const QString &payload : {QStringLiteral("text=a,b"), QStringLiteral("hex=C3 a9"),
                                   QStringLiteral("base64=YjY0"), QStringLiteral("file=") + file.fileName()})
        sends << QStringLiteral("--send-frame") << QStringLiteral("opcode=2,mask=none,") + payload;
    const QByteArray got = record(sends, expected.size(), errors);
    QVERIFY2(errors.isEmpty() || got == expected, errors);
    QCOMPARE(got.toHex(), expected.toHex());
}

void TestSendFrames::orderOfSends()
{
    QByteArray errors;
    const QByteArray got = record({QStringLiteral("--send-frame"), QStringLiteral("opcode=ping,mask=none,text=1"),
                                   QStringLiteral("--send-frame"), QStringLiteral("mask=00000000,text=2"),
                                   QStringLiteral("--send-frame"), QStringLiteral("opcode=close,mask=none,hex=03e8"),
                                   QStringLiteral("--send-frame"), QStringLiteral("opcode=2,mask=none,text=3")},
                                  3 + 7 + 4 + 3, errors);
    QVERIFY2(got.toHex() == "890131"
                            "81810000000032"
                            "880203e8"
                            "820133",
             got.toHex() + ' ' + errors);
}

QTEST_GUILESS_MAIN(TestSendFrames)
#include "tst_sendframes.moc"
