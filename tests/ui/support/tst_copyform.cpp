#include "ui/support/copyform.h"

#include <QTest>

using namespace framescope;

class TestCopyForm : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void dump()
    {
        QCOMPARE(ui::hexDump({}, 0), QString());
        QCOMPARE(ui::hexDump("0123456789abcdefXY\n", 0x20),
                 u"00000020  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  0123456789abcdef\n"
                 u"00000030  58 59 0a                                          XY.\n"_qs);
    }

    void forms()
    {
        const QByteArray octets("a\"\x00\xff", 4);
        QCOMPARE(ui::copyText(octets, ui::CopyForm::Hex), u"61 22 00 ff"_qs);
        QCOMPARE(ui::copyText(octets, ui::CopyForm::Base64), u"YSIA/w=="_qs);
        QCOMPARE(ui::copyText(octets, ui::CopyForm::PythonBytes), u"b\"a\\\"\\x00\\xff\""_qs);
        QVERIFY(ui::copyText(octets, ui::CopyForm::CArray).contains(u"[4] = {\n    0x61, 0x22, 0x00, 0xff,\n};"_qs));
    }
};

QTEST_GUILESS_MAIN(TestCopyForm)
#include "tst_copyform.moc"
