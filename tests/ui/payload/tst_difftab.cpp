#include "ui/payload/difftab.h"

#include "tests/support/panecapture.h"
#include "ui/payload/diffmodel.h"

#include <QLabel>
#include <QListView>
#include <QTest>

using namespace framescope;
using compare::ComparedRow;
using ui::DiffTab;

class TestDiffTab : public QObject
{
    Q_OBJECT

    struct Shown {
        Shown(const QByteArray &left, const QByteArray &right, DiffTab::Way way = DiffTab::Way::Automatic)
        {
            c.upgrade();
            c.receiveFrame({}, left);
            c.receiveFrame({}, right);
            payload.setCapture(&c.capture());
            payload.setRow(c.last());
            payload.setSelection({RowIndex(c.last().value() - 1), c.last()}, 2);
            tab.setWay(way);
            tab.resize(700, 300);
            tab.show();
            tab.showPayload(payload);
            done = QTest::qWaitFor([this] { return !tab.isReading(); });
            tab.grab();
        }
        ~Shown() { tab.release(); }
        QString summary() const { return tab.findChild<QLabel *>(u"diffSummary"_qs)->text(); }
        tests::PaneCapture c;
        ui::RowPayload payload;
        DiffTab tab;
        bool done = false;
    };

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void twoRowsAreNeeded()
    {
        Shown s("a", "b");
        s.payload.setSelection({s.c.last()}, 1);
        s.tab.showPayload(s.payload);
        QVERIFY(s.summary().startsWith(u"Select two rows"_qs));
        s.payload.setSelection({RowIndex(1), RowIndex(2), RowIndex(3)}, 40);
        s.tab.showPayload(s.payload);
        QVERIFY2(s.summary().startsWith(u"40 rows"_qs), qPrintable(s.summary()));
        QVERIFY(s.tab.text().isEmpty());
    }

    void waysAreChosenByWhatThereIs()
    {
        const Shown json(R"({"id":1,"a":[2]})", R"({"a":[2], "id":3})");
        QCOMPARE(json.tab.text(), u"- $.id: 1\n+ $.id: 3\n"_qs);
        QVERIFY2(json.summary().contains(u"1 differences · JSON values, key order ignored"_qs),
                 qPrintable(json.summary()));
        const Shown text("one\ntwo", "one\n2");
        QCOMPARE(text.tab.text(), u"  one\n- two\n+ 2\n"_qs);
        const Shown octets("\xFF\x01", "\xFF\x02");
        QVERIFY2(octets.tab.text().startsWith(u"- ff 01"_qs), qPrintable(octets.tab.text()));
        const Shown equal(R"({"a":1})", R"({ "a":1})");
        QVERIFY2(equal.summary().contains(u"equal as JSON"_qs), qPrintable(equal.summary()));
        const Shown same("x", "x");
        QVERIFY2(same.summary().contains(u"all bytes are the same"_qs), qPrintable(same.summary()));
    }

    void theWayIsChosenByHand()
    {
        Shown s(R"({"a":1})", R"({"a":2})", DiffTab::Way::Text);
        QVERIFY2(s.tab.text().startsWith(u"- {\"a\":1}"_qs), qPrintable(s.tab.text()));
        s.tab.setWay(DiffTab::Way::Octets);
        QTRY_VERIFY(!s.tab.isReading());
        QVERIFY2(s.tab.text().startsWith(u"- 7b 22"_qs), qPrintable(s.tab.text()));
        const Shown no("{", "{}", DiffTab::Way::Json);
        QVERIFY2(no.summary().contains(u"The first is not JSON"_qs), qPrintable(no.summary()));
    }

    void whatWasNotComparedIsSaid()
    {
        const QByteArray large(qsizetype(DiffTab::maxText) + 1, 'x');
        const Shown s(large, large + 'y', DiffTab::Way::Text);
        QVERIFY2(s.summary().contains(u"only the first 4,194,304 bytes of each"_qs), qPrintable(s.summary()));
        QVERIFY2(s.summary().contains(u"no difference in what was compared"_qs), qPrintable(s.summary()));
    }

    void longLinesAreCutToWhatDiffers()
    {
        ComparedRow row;
        row.kind = ComparedRow::Kind::Removed;
        row.text = QString(1000, u'a') + u"X\u202E"_qs + QString(1000, u'b');
        row.changed = {{1000, 2}};
        const ui::DiffLine line = ui::diffLine(row);
        QCOMPARE(line.text, u" … "_qs + QString(40, u'a') + u"X⟨U+202E⟩"_qs + QString(40, u'b') + u" … "_qs);
        QCOMPARE(line.changed, (std::vector<ComparedRow::Span>{{43, 9}}));
        row.text = u"short"_qs;
        row.changed = {{0, 5}};
        QCOMPARE(ui::diffLine(row).text, u"short"_qs);
        row.text = QString(5000, u'c');
        row.changed.clear();
        QVERIFY(ui::diffLine(row).text.size() < 300);
    }
};

QTEST_MAIN(TestDiffTab)
#include "tst_difftab.moc"
