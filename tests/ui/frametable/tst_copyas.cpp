#include "ui/frametable/copyas.h"

#include <QTest>

using namespace framescope::ui;

class TestCopyAs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void forms_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<int>("form");
        QTest::addColumn<QString>("text");
        const QByteArray hello("Hi\n\"\\\x00\xC3\xA9\x7F", 9);
        QTest::newRow("text") << QByteArray("caf\xC3\xA9") << int(CopyForm::Text) << u"café"_qs;
        QTest::newRow("not text") << QByteArray("a\xFF") << int(CopyForm::Text) << u"a\uFFFD"_qs;
        QTest::newRow("hex") << hello << int(CopyForm::Hex) << u"48 69 0a 22 5c 00 c3 a9 7f"_qs;
        QTest::newRow("base64") << hello << int(CopyForm::Base64) << u"SGkKIlwAw6l/"_qs;
        QTest::newRow("python") << hello << int(CopyForm::PythonBytes) << u"b\"Hi\\n\\\"\\\\\\x00\\xc3\\xa9\\x7f\""_qs;
        QTest::newRow("c") << QByteArray("\x01\xFE") << int(CopyForm::CArray)
                           << u"static const unsigned char payload[2] = {\n    0x01, 0xfe,\n};\n"_qs;
        QTest::newRow("c, two lines") << QByteArray(13, '\x07') << int(CopyForm::CArray)
                                      << u"static const unsigned char payload[13] = {\n    0x07, 0x07, 0x07, 0x07, 0x07, "
                                         "0x07, 0x07, 0x07, 0x07, 0x07, 0x07, 0x07,\n    0x07,\n};\n"_qs;
        QTest::newRow("no octets, hex") << QByteArray() << int(CopyForm::Hex) << QString();
        QTest::newRow("no octets, python") << QByteArray() << int(CopyForm::PythonBytes) << u"b\"\""_qs;
        QTest::newRow("no octets, c") << QByteArray() << int(CopyForm::CArray)
                                      << u"static const unsigned char payload[1] = {0}; /* empty */\n"_qs;
    }
    void forms()
    {
        QFETCH(QByteArray, octets);
        QFETCH(int, form);
        QTEST(copyText(octets, static_cast<CopyForm>(form)), "text");
    }
};

QTEST_GUILESS_MAIN(TestCopyAs)
#include "tst_copyas.moc"
