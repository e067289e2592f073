#include "ui/payload/payloadfind.h"

#include "ui/find/findbar.h"

#include <QComboBox>
#include <QLabel>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

using namespace framescope::ui;

class TestPayloadFind : public QObject
{
    Q_OBJECT

    struct Shown {
        QWidget parent;
        FindBar bar{FindBar::Of::Payload, &parent};
        PayloadFind find{bar};
        QLabel *state = bar.findChild<QLabel *>(QStringLiteral("findState"));
        QList<std::pair<quint64, quint64>> found;

        explicit Shown(const QByteArray &octets)
        {
            parent.resize(1200, 60);
            parent.show();
            QObject::connect(&find, &PayloadFind::found, &bar, [this](quint64 from, quint64 count) {
                found.append({from, count});
            });
            show(octets);
            bar.open();
        }
        static RowPayload::Fetch fetch(const QByteArray &octets)
        {
            return [octets](std::uint64_t from, std::uint64_t count) {
                return octets.mid(qsizetype(from), qsizetype(count));
            };
        }
        void show(const QByteArray &octets) { find.setOctets(std::uint64_t(octets.size()), fetch(octets)); }
        void grow(const QByteArray &octets) { find.grow(std::uint64_t(octets.size()), fetch(octets)); }
    };
    using Place = std::pair<quint64, quint64>;

private Q_SLOTS:
    void goesFromPlaceToPlace()
    {
        Shown shown("one fish, Fish, äfish");
        shown.bar.setText(QStringLiteral("fish"));
        QTRY_COMPARE(shown.state->accessibleName(), QStringLiteral("1 of 3"));
        QCOMPARE(shown.found, (QList<Place>{{4, 4}}));
        shown.find.next();
        shown.find.next();
        QCOMPARE(shown.found.last(), Place(18, 4));
        shown.find.next();
        QCOMPARE(shown.found.last(), Place(4, 4));
        QCOMPARE(shown.state->accessibleName(), QStringLiteral("on from the beginning · 1 of 3"));
        shown.find.previous();
        QCOMPARE(shown.state->accessibleName(), QStringLiteral("on from the end · 3 of 3"));
        // Other octets, the same question.
        shown.show("a fish");
        QTRY_COMPARE(shown.state->accessibleName(), QStringLiteral("1 of 1"));
        QCOMPARE(shown.found.last(), Place(2, 4));
        shown.show("nothing");
        QTRY_COMPARE(shown.state->accessibleName(), QStringLiteral("no match"));
        shown.find.next();
        shown.find.release();
        shown.bar.setText(QStringLiteral("else"));
        QVERIFY(!shown.bar.isHidden());
    }

    void findsAcrossPieces()
    {
        QByteArray octets(3 << 20, '-');
        for (const int at : {0, (1 << 20) - 3, (1 << 20) + 5, (2 << 20) - 6, (3 << 20) - 6})
            octets.replace(at, 6, "needle");
        Shown shown(octets);
        shown.bar.setText(QStringLiteral("needle"));
        QTRY_COMPARE(shown.state->accessibleName(), QStringLiteral("1 of 5"));
        for (int i = 0; i < 4; ++i)
            shown.find.next();
        QCOMPARE(
            shown.found,
            (QList<Place>{{0, 6}, {(1 << 20) - 3, 6}, {(1 << 20) + 5, 6}, {(2 << 20) - 6, 6}, {(3 << 20) - 6, 6}}));
    }

    /// While the bar is closed: places of what is looked for in all rows, and nothing is gone to.
    void whatIsLookedForInAllRows()
    {
        using framescope::filter::FindPattern;
        Shown shown("one fish, Fish, fish");
        const auto pattern = [](const char *text, framescope::filter::FindText::Where where = {}) {
            return FindPattern::parse({QString::fromLatin1(text), {}, where}).pattern;
        };
        const auto all = [&] { return shown.find.placesIn({0, 100}); };
        using Ranges = std::vector<OctetRange>;
        shown.bar.close();
        QSignalSpy changes(&shown.find, &PayloadFind::placesChanged);
        QCOMPARE(all(), Ranges());
        shown.find.setOutside(pattern("fish"));
        QCOMPARE(changes.size(), 1);
        QTRY_COMPARE(all(), (Ranges{{4, 4}, {10, 4}, {16, 4}}));
        QVERIFY(changes.size() > 1);
        QCOMPARE(shown.find.placesIn({7, 4}), (Ranges{{4, 4}, {10, 4}}));
        QCOMPARE(shown.find.placesIn({8, 2}), Ranges());
        QCOMPARE(shown.found, QList<Place>());
        shown.show("fish");
        QTRY_COMPARE(all(), (Ranges{{0, 4}}));
        // The bar's own come first, and go with it.
        shown.bar.open();
        shown.bar.setText(QStringLiteral("is"));
        QTRY_COMPARE(all(), (Ranges{{1, 2}}));
        QCOMPARE(shown.found, (QList<Place>{{1, 2}}));
        shown.bar.close();
        QTRY_COMPARE(all(), (Ranges{{0, 4}}));
        shown.find.setOutside(pattern("fish", framescope::filter::FindText::Where::Headers));
        QCOMPARE(all(), Ranges());
        shown.find.setOutside(pattern("fish"));
        QTRY_COMPARE(all(), (Ranges{{0, 4}}));
        shown.find.forget();
        QCOMPARE(all(), Ranges());
    }

    void whatComesLaterIsLookedThroughToo_data()
    {
        QTest::addColumn<bool>("regex");
        QTest::addColumn<QString>("text");
        QTest::newRow("text") << false << QStringLiteral("fish");
        QTest::newRow("expression") << true << QStringLiteral("f[is]+h");
    }
    void whatComesLaterIsLookedThroughToo()
    {
        QFETCH(bool, regex);
        QFETCH(QString, text);
        Shown shown("");
        if (regex)
            shown.bar.findChild<QComboBox *>(QStringLiteral("findForm"))->setCurrentIndex(1);
        shown.bar.setText(text);
        shown.grow("fish, fish, fi");
        QTRY_COMPARE(shown.state->accessibleName(), QStringLiteral("1 of 2"));
        shown.find.next();
        shown.grow("fish, fish, fish, fish"); // over the border, and behind it
        QTRY_COMPARE(shown.state->accessibleName(), QStringLiteral("2 of 4"));
        shown.find.next();
        shown.find.next();
        QCOMPARE(shown.found, (QList<Place>{{0, 4}, {6, 4}, {12, 4}, {18, 4}}));
        // Also while what was there is still looked through.
        shown.grow("fish, fish, fish, fish fish");
        shown.grow("fish, fish, fish, fish fishfish");
        QTRY_COMPARE(shown.state->accessibleName(), QStringLiteral("4 of 6"));
        QCOMPARE(shown.found.size(), 4);
        // What is looked for in all rows, too.
        shown.bar.close();
        using namespace framescope::filter;
        shown.find.setOutside(FindPattern::parse({QStringLiteral("fish"), {}, {}}).pattern);
        QTRY_COMPARE(shown.find.placesIn({0, 100}).size(), 6u);
        shown.grow("fish, fish, fish, fish fishfishfish");
        QTRY_COMPARE(shown.find.placesIn({0, 100}).size(), 7u);
    }

    /// Places never lie over one another, wherever the octets ended before.
    void placesStayApartAsOctetsCome()
    {
        Shown shown("aaaa");
        shown.bar.setText(QStringLiteral("aa"));
        QTRY_COMPARE(shown.state->accessibleName(), QStringLiteral("1 of 2"));
        shown.grow("aaaaa");
        shown.grow("aaaaaa");
        QTRY_COMPARE(shown.state->accessibleName(), QStringLiteral("1 of 3"));
        QCOMPARE(shown.find.placesIn({0, 100}), (std::vector<OctetRange>{{0, 2}, {2, 2}, {4, 2}}));
    }

    void nobodyWaitsForWhatNoLongerMatters()
    {
        Shown shown("");
        QSemaphore reads, goOn;
        shown.find.setOctets(1, [&](std::uint64_t, std::uint64_t) {
            reads.release();
            goOn.acquire();
            return QByteArray("x");
        });
        shown.bar.setText(QStringLiteral("x"));
        QTRY_COMPARE(reads.available(), 1);
        shown.find.forget(); // while it reads
        goOn.release(10);
        shown.find.release();
        QCOMPARE(shown.found, (QList<Place>()));
    }

    void expressions()
    {
        Shown shown("aéb12 34\n5");
        shown.bar.findChild<QComboBox *>(QStringLiteral("findForm"))->setCurrentIndex(1);
        shown.bar.setText(QStringLiteral("\\d+"));
        QTRY_COMPARE(shown.state->accessibleName(), QStringLiteral("1 of 3"));
        shown.find.next();
        shown.find.next();
        QCOMPARE(shown.found, (QList<Place>{{4, 2}, {7, 2}, {10, 1}}));
        shown.show(QByteArray(40, 'a') + 'b');
        shown.bar.setText(QStringLiteral("(a+)+$"));
        QTRY_COMPARE(shown.state->accessibleName(), QStringLiteral("no match · 1 undecided"));
    }
};

QTEST_MAIN(TestPayloadFind)
#include "tst_payloadfind.moc"
