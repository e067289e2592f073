#include "core/decode/decoder.h"
#include "tests/support/decoding.h"

#include <QTest>

using namespace framescope;
using namespace framescope::tests;

class TestTextDecoder : public QObject
{
    Q_OBJECT
    const decode::Decoder &m_text = *decode::findDecoder(u"text");

private Q_SLOTS:
    void lines()
    {
        QCOMPARE(printTree(decoded(m_text, "one\r\ntwo\n\nfour", true)), QByteArray("= (text) 0+14\n"
                                                                                    ".1=one (line) 0+5\n"
                                                                                    ".2=two (line) 5+4\n"
                                                                                    ".3= (line) 9+1\n"
                                                                                    ".4=four (line) 10+4\n"));
    }
    void badOctets()
    {
        QCOMPARE(problemOf(decoded(m_text, "one\ntw\xFFo\nx", true)), QByteArray("6: this byte is not UTF-8"));
        QCOMPARE(problemOf(decoded(m_text, "Gr\xC3", true)), QByteArray("2: this byte is not UTF-8"));
        QCOMPARE(problemOf(decoded(m_text, "Gr\xC3", true, false)), QByteArray());
        QVERIFY(everyBeginningHolds(m_text, "a\xC3\xBC\n\xF0\x9F\x98\x80\xFF\n\xED\xA0\x80", true));
    }
    void limited()
    {
        const decode::DecodedTree tree = decoded(m_text, QByteArray(1'000'000, '\n'), true, true, {1000, 300, {}});
        QVERIFY(tree.limited());
        QCOMPARE(tree.nodes().size(), 1001u);
    }
    void detection()
    {
        const decode::Channel none;
        const auto sure = [&](const QByteArray &octets, bool text) {
            return m_text.detect({byteView(octets), none, text});
        };
        QVERIFY(sure("hello", true) > decode::confidence::none);
        QVERIFY(sure("\xFF", true) > decode::confidence::none);
        QVERIFY(sure("two words", false) > decode::confidence::none);
        QCOMPARE(sure(QByteArray("a\0b", 3), false), decode::confidence::none);
        QCOMPARE(sure("\xFF\xFE", false), decode::confidence::none);
        QCOMPARE(sure("", true), decode::confidence::none);
    }
};

QTEST_APPLESS_MAIN(TestTextDecoder)
#include "tst_textdecoder.moc"
