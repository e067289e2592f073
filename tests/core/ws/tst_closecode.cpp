#include "core/ws/closecode.h"

#include <QTest>

using namespace framescope::ws;

class TestCloseCode : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void maySend()
    {
        for (int code = 0; code <= 0xFFFF; ++code) {
            bool expected = code >= 3000 && code <= 4999;
            for (const int one : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014})
                expected = expected || code == one;
            QVERIFY2(maySendCloseCode(std::uint16_t(code)) == expected, qPrintable(QString::number(code)));
        }
    }
    void ofPayload_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("") << 1005;
        QTest::newRow("03") << 1005;
        QTest::newRow("03e8") << 1000;
        QTest::newRow("ffff6279") << 65535;
    }
    void ofPayload()
    {
        const QByteArray payload = QByteArray::fromHex(QTest::currentDataTag());
        QTEST(int(closeCodeOf(framescope::byteView(payload))), "code");
    }
    void names_data()
    {
        QTest::addColumn<QByteArray>("name");
        const auto row = [](const char *code, const char *name) { QTest::newRow(code) << QByteArray(name); };
        row("0", "not used");
        row("999", "not used");
        row("1000", "normal closure");
        row("1002", "protocol error");
        row("1005", "no status received");
        row("1006", "abnormal closure");
        row("1014", "bad gateway");
        row("1015", "TLS handshake failed");
        row("1016", "reserved for the protocol");
        row("2999", "reserved for the protocol");
        row("3000", "registered for libraries and applications");
        row("3999", "registered for libraries and applications");
        row("4000", "private use");
        row("4999", "private use");
        row("5000", "out of range");
        row("65535", "out of range");
    }
    void names()
    {
        const std::string_view name = closeCodeName(QByteArray(QTest::currentDataTag()).toUShort());
        QTEST(QByteArray(name.data(), qsizetype(name.size())), "name");
    }
};

QTEST_GUILESS_MAIN(TestCloseCode)
#include "tst_closecode.moc"
