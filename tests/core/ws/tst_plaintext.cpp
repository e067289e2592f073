#include "core/ws/plaintext.h"

#include "core/ws/mask.h"

#include <QTest>

using namespace framescope;
using namespace framescope::ws;

namespace
{
QByteArray found(const QByteArray &text, qsizetype piece)
{
    OddTextFinder finder;
    for (qsizetype at = 0; at < text.size(); at += piece)
        finder.append(byteView(QByteArrayView(text).sliced(at, std::min(piece, text.size() - at))));
    return finder.found() ? QByteArray::number(finder.offset()) + "+" + QByteArray::number(finder.size()) : "none";
}

bool isOdd(char32_t c) { return c == 0 || (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF); }
} // namespace

class TestPlainText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void ascii()
    {
        const MaskKey key{0x80, 0xFE, 0x01, 0x37};
        for (qsizetype size = 0; size < 40; ++size) {
            const QByteArray text(size, '\x7f');
            QVERIFY(isPlainAscii(byteView(text)));
            for (qsizetype at = 0; at < size; ++at) {
                for (const int octet : {0x00, 0x01, 0x7F, 0x80, 0xFF}) {
                    QByteArray changed(size, '\x01');
                    changed[at] = char(octet);
                    const bool plain = octet == 0x01 || octet == 0x7F;
                    QCOMPARE(isPlainAscii(byteView(changed)), plain);
                    std::vector<std::uint8_t> masked(byteView(changed).begin(), byteView(changed).end());
                    maskPlain(masked, key, 0);
                    QCOMPARE(isPlainAscii(masked, key), plain);
                }
            }
        }
        // Every place of a text that is looked at in several lanes.
        const QByteArray long1(1100, 'x');
        const MaskKey topBits{0x80, 0xFF, 0x00, 0xC3};
        for (qsizetype at = 0; at < long1.size(); ++at) {
            for (const int octet : {0x00, 0x80, 0xFF}) {
                QByteArray changed = long1;
                changed[at] = char(octet);
                QVERIFY(!isPlainAscii(byteView(changed)));
                std::vector<std::uint8_t> masked(byteView(changed).begin(), byteView(changed).end());
                maskPlain(masked, topBits, 0);
                QVERIFY(!isPlainAscii(masked, topBits));
            }
        }
        QByteArray large(100000, 'x');
        QVERIFY(isPlainAscii(byteView(large)));
        for (const qsizetype at : {0, 8191, 8192, 99999}) {
            large[at] = '\0';
            QVERIFY(!isPlainAscii(byteView(large)));
            large[at] = 'x';
        }
    }
    /// Every character there is, alone between two others, whole and octet by octet.
    void everyCharacter()
    {
        for (char32_t c = 0; c <= 0x10FFFF; ++c) {
            if (c >= 0xD800 && c <= 0xDFFF)
                continue;
            const QByteArray one = QString::fromUcs4(&c, 1).toUtf8();
            const QByteArray text = "ab\xC3\xBF" + one + "z";
            const QByteArray expected = isOdd(c) ? "4+" + QByteArray::number(one.size()) : QByteArray("none");
            if (found(text, text.size()) != expected || (isOdd(c) && found(text, 1) != expected))
                QFAIL(qPrintable(u"U+%1"_qs.arg(uint(c), 0, 16)));
        }
    }
    void placesInLongText()
    {
        for (const char *odd : {"\xEF\xB7\x90", "\xEF\xBF\xBF", "\xF0\x9F\xBF\xBE"}) {
            for (qsizetype at = 1000; at < 1060; ++at) {
                const QByteArray text = QByteArray(at, 'x') + odd + QByteArray(2000, 'y');
                const QByteArray expected = QByteArray::number(at) + "+" + QByteArray::number(qstrlen(odd));
                for (const qsizetype piece : {qsizetype(1), qsizetype(3), qsizetype(7), qsizetype(1024), text.size()})
                    QCOMPARE(found(text, piece), expected);
            }
        }
        QCOMPARE(found(QByteArray(5000, 'x') + '\0', 6000), QByteArray("5000+1"));
    }
    void byteOrderMark()
    {
        for (const qsizetype piece : {1, 2, 3, 10}) {
            QCOMPARE(found("\xEF\xBB\xBFx", piece), QByteArray("0+3"));
            QCOMPARE(found("x\xEF\xBB\xBFx", piece), QByteArray("none"));
        }
        OddTextFinder finder;
        finder.skipAscii(3);
        QVERIFY(!finder.append(byteView(QByteArrayView("\xEF\xBB\xBF"))));
        QVERIFY(finder.append(byteView(QByteArrayView("\xEF\xBF\xBE"))));
        QCOMPARE(finder.offset(), std::uint64_t(6));
    }
};

QTEST_GUILESS_MAIN(TestPlainText)
#include "tst_plaintext.moc"
