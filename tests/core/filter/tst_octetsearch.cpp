#include "core/filter/octetsearch.h"

#include <QTest>

#include <random>

using namespace framescope;
using filter::OctetSearch;

class TestOctetSearch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asThePlainSearch_data()
    {
        QTest::addColumn<int>("letters"); // of the alphabet: the fewer, the more nearly matches
        QTest::newRow("one letter") << 1;
        QTest::newRow("two letters") << 2;
        QTest::newRow("all bytes") << 256;
    }
    void asThePlainSearch()
    {
        QFETCH(int, letters);
        std::mt19937 random(11);
        const auto text = [&](int size) {
            QByteArray out(size, '\0');
            for (char &c : out)
                c = static_cast<char>(letters == 256 ? random() % 256 : 'a' + random() % unsigned(letters));
            return out;
        };
        for (int i = 0; i < 3000; ++i) {
            const QByteArray octets = text(int(random() % 300));
            // Half of them are there.
            const qsizetype at = octets.isEmpty() ? 0 : qsizetype(random() % std::size_t(octets.size()));
            const QByteArray needle = i % 2 == 0 ? text(int(random() % 12)) : octets.mid(at, qsizetype(random() % 20));
            const OctetSearch search(needle);
            const qsizetype from = qsizetype(random() % std::size_t(octets.size() + 1));
            const qsizetype expected = octets.indexOf(needle, from);
            QCOMPARE(search.find(byteView(octets), std::size_t(from)),
                     expected < 0 ? OctetSearch::notFound : std::size_t(expected));
        }
    }

    void everyPlaceInTheVectorSteps()
    {
        const OctetSearch search("\"q\":1");
        for (int at = 0; at < 200; ++at) {
            QByteArray octets(205, ' ');
            octets.replace(at, 5, "\"q\":1");
            QCOMPARE(search.find(byteView(octets)), std::size_t(at));
            QCOMPARE(search.find(byteView(octets.left(at + 4))), OctetSearch::notFound);
            QCOMPARE(search.find(byteView(octets), std::size_t(at) + 1), OctetSearch::notFound);
        }
    }

    void behindTheEnd()
    {
        const QByteArray octets("abc");
        QCOMPARE(OctetSearch("c").find(byteView(octets), 3), OctetSearch::notFound);
        QCOMPARE(OctetSearch("c").find(byteView(octets), 4), OctetSearch::notFound);
        QCOMPARE(OctetSearch(QByteArray()).find(byteView(octets), 3), std::size_t(3));
        QCOMPARE(OctetSearch("abcd").find(byteView(octets)), OctetSearch::notFound);
    }

    void ignoresCase()
    {
        using filter::OctetSearch;
        // As the plain way, over all places of a needle and sizes around a step.
        const QByteArray needle("aZ[9");
        const OctetSearch search(needle, OctetSearch::Case::Ignored);
        for (int size = 0; size < 200; ++size) {
            for (int at = 0; at + needle.size() <= size; at += 7) {
                QByteArray octets(size, '{');
                octets.replace(at, needle.size(), at % 2 == 0 ? "Az[9" : "AZ[9");
                QCOMPARE(search.find(byteView(octets)), std::size_t(at));
            }
        }
        QCOMPARE(search.find(byteView(QByteArray("az{9"))), OctetSearch::notFound);
        QCOMPARE(OctetSearch("\xE1", OctetSearch::Case::Ignored).find(byteView(QByteArray("\xC1"))),
                 OctetSearch::notFound);
    }
};

QTEST_APPLESS_MAIN(TestOctetSearch)
#include "tst_octetsearch.moc"
