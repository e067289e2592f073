#include "core/filter/rowtest.h"

#include <QTest>

using namespace framescope;
using namespace framescope::filter;

class TestRowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatItIsMadeOf()
    {
        QCOMPARE(RowTest().type(), RowTest::Type::Everything);
        QVERIFY(!RowTest().readsPayload());
        const RowTest field = RowTest::field(RowField::Opcode, 2);
        QCOMPARE(field.type(), RowTest::Type::Field);
        QCOMPARE(field.fieldTest(), (FieldTest{RowField::Opcode, 2, 2}));
        QVERIFY(!field.readsPayload());
        const RowTest carries = RowTest::carries("abc");
        QCOMPARE(carries.type(), RowTest::Type::Carries);
        QCOMPARE(carries.search().needle(), QByteArray("abc"));
        QVERIFY(carries.readsPayload());
        QCOMPARE((!carries).type(), RowTest::Type::Not);
        QVERIFY((!carries).readsPayload());
        QVERIFY(!(!field).readsPayload());
        QCOMPARE((field || field).type(), RowTest::Type::Either);
    }

    void howManyTests()
    {
        const RowTest field = RowTest::field(RowField::Opcode, 2);
        QCOMPARE(RowTest().tests(), 0u);
        QCOMPARE(field.tests(), 1u);
        QCOMPARE((!field).tests(), 1u);
        QCOMPARE((field && RowTest()).tests(), 1u);
        const RowTest three = field || (field && RowTest::carries("abc"));
        QCOMPARE(three.tests(), 3u);
        QCOMPARE((three || !three).tests(), 6u);
    }

    void payloadsAreAskedLast()
    {
        const RowTest field = RowTest::field(RowField::Opcode, 2);
        const RowTest carries = RowTest::carries("abc");
        for (const RowTest &both : {field && carries, carries && field, carries || field}) {
            QVERIFY(both.readsPayload());
            QCOMPARE(both.first().type(), RowTest::Type::Field);
            QCOMPARE(both.second().type(), RowTest::Type::Carries);
        }
    }
};

QTEST_APPLESS_MAIN(TestRowTest)
#include "tst_rowtest.moc"
