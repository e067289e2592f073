#include "core/net/dial/lookup.h"

#include <QSignalSpy>
#include <QTest>

#include <optional>

using namespace framescope;

/// The system's lookup, of names that leave no machine.
class TestLookup : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void localhost();
    void unknownName();
    void givenUp();
};

void TestLookup::localhost()
{
    net::SystemLookup lookup;
    std::optional<QList<QHostAddress>> found;
    connect(&lookup, &net::Lookup::done, this, [&](const QList<QHostAddress> &addresses, const QString &error) {
        QVERIFY(error.isEmpty());
        found = addresses;
    });
    lookup.start(u"localhost"_qs);
    QTRY_VERIFY(found);
    QVERIFY(!found->isEmpty());
    for (const QHostAddress &address : *found)
        QVERIFY(address.isLoopback());
}

void TestLookup::unknownName()
{
    net::SystemLookup lookup;
    std::optional<QString> text;
    connect(&lookup, &net::Lookup::done, this, [&](const QList<QHostAddress> &addresses, const QString &error) {
        QVERIFY(addresses.isEmpty());
        text = error;
    });
    // RFC 6761 §6.4: never a name.
    lookup.start(u"nonexistent.invalid"_qs);
    QTRY_VERIFY_WITH_TIMEOUT(text, 30'000);
    QVERIFY(!text->isEmpty());
}

void TestLookup::givenUp()
{
    auto lookup = std::make_unique<net::SystemLookup>();
    QSignalSpy done(lookup.get(), &net::Lookup::done);
    lookup->start(u"localhost"_qs);
    lookup.reset();
    QCoreApplication::processEvents();
    QCOMPARE(done.size(), 0);
}

QTEST_GUILESS_MAIN(TestLookup)
#include "tst_lookup.moc"
