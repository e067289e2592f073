#include "ui/details/messagepane.h"

#include "core/capture/capturereader.h"
#include "tests/support/panecapture.h"
#include "tests/support/smalldisk.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace framescope;

namespace
{
struct Shown {
    explicit Shown(tests::PaneCapture &c)
    {
        pane.setCapture(&c.capture());
        pane.resize(700, 300);
        pane.show();
        pane.showRow(c.last());
    }
    QString text() const { return pane.findChild<QLabel *>(u"messageInflated"_qs)->text(); }
    QPushButton *button(const char *name) const { return pane.findChild<QPushButton *>(QLatin1String(name)); }

    ui::MessagePane pane;
};
} // namespace

class TestMessagePane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English));
        qRegisterMetaType<RowIndex>();
    }

    void plainMessageSaysNothingOfCompression()
    {
        tests::PaneCapture c;
        c.upgradeWithDeflate();
        c.receiveFrame({}, "plain");
        const Shown s(c);
        QVERIFY(!s.pane.findChild<QLabel *>(u"messageInflated"_qs)->isVisible());
        QVERIFY(!s.button("continueInflating")->isVisible());
    }

    void wholeMessageWithItsRatio()
    {
        tests::PaneCapture c;
        c.upgradeWithDeflate();
        const QByteArray wire = tests::deflated(QByteArray(1'000, 'a'));
        c.receiveFrame({.rsv = 4}, wire);
        const Shown s(c);
        const QString ratio = QLocale().toString(1000.0 / double(wire.size()), 'f', 1);
        QCOMPARE(s.text(),
                 u"compressed %1 bytes → inflated 1,000 bytes · %2 times smaller · compression saved %3 bytes"_qs
                     .arg(wire.size())
                     .arg(ratio)
                     .arg(1000 - wire.size()));
    }

    void corruptThenUnknownWithAWayBack()
    {
        tests::PaneCapture c;
        c.upgradeWithDeflate();
        c.receiveFrame({.rsv = 4}, QByteArray::fromHex("ffffff"));
        const RowIndex lost = c.last();
        {
            const Shown s(c);
            QVERIFY2(s.text().contains(u"✗ corrupt"_qs), qPrintable(s.text()));
        }
        c.receiveFrame({.rsv = 4}, tests::deflated("hello"));
        Shown s(c);
        QVERIFY2(s.text().contains(u"the context is unknown since row %1"_qs.arg(lost.value() + 1)),
                 qPrintable(s.text()));
        QSignalSpy spy(&s.pane, &ui::MessagePane::rowActivated);
        QTest::mouseClick(s.button("goToUnknown"), Qt::LeftButton);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.first().first().value<RowIndex>(), lost);
    }

    void whatComesOfTheMessageIsShownAsItComes()
    {
        tests::PaneCapture c;
        c.upgradeWithDeflate();
        const QByteArray wire = tests::deflated(QByteArray(1'000, 'a') + "end");
        c.receiveFrame({.fin = false, .rsv = 4}, wire.first(5));
        Shown s(c);
        auto *table = s.pane.findChild<QTableView *>();
        auto *summary = s.pane.findChild<QLabel *>(u"messageSummary"_qs);
        table->selectRow(0);
        QSignalSpy resets(table->model(), &QAbstractItemModel::modelReset);
        s.pane.poll();
        QVERIFY2(s.text().endsWith(u"so far; the message goes on"_qs), qPrintable(s.text()));
        c.receiveFrame({.fin = false, .opcode = ws::Opcode::Continuation}, wire.mid(5, 3));
        c.receiveFrame({.opcode = ws::Opcode::Continuation}, wire.mid(8));
        s.pane.poll();
        QVERIFY2(summary->text().startsWith(u"3 frames"_qs), qPrintable(summary->text()));
        QVERIFY2(summary->text().endsWith(u"complete ✓"_qs), qPrintable(summary->text()));
        QVERIFY2(s.text().contains(u"inflated 1,003 bytes"_qs), qPrintable(s.text()));
        QVERIFY(s.text().contains(u"compression saved"_qs));
        QCOMPARE(table->model()->rowCount(), 3);
        QCOMPARE(table->currentIndex().row(), 0); // nothing jumped
        QCOMPARE(resets.count(), 0);
    }

    void whatWasNotStoredSaysWhy()
    {
        tests::PaneCapture c;
        c.upgradeWithDeflate();
        c.receiveFrame({.rsv = 4}, tests::deflated("before"));
        {
            const test::SmallDisk disk(c.capture().fileSize() + 4000);
            c.receiveFrame({.rsv = 4}, tests::deflated(QByteArray(30'000, 'x')));
        }
        if (c.capture().inflateError().isEmpty())
            QSKIP("the disk cannot be made small here");
        const Shown s(c);
        QVERIFY2(s.text().endsWith(u"not all of it was kept: "_qs + c.capture().inflateError()), qPrintable(s.text()));
    }

    void compressionThatCostsIsSaid()
    {
        tests::PaneCapture c;
        c.upgradeWithDeflate();
        const QByteArray wire = tests::deflated("x");
        c.receiveFrame({.rsv = 4}, wire);
        const Shown s(c);
        QVERIFY2(s.text().contains(u"▲ it would be %1 bytes smaller uncompressed"_qs.arg(wire.size() - 1)),
                 qPrintable(s.text()));
    }

    void theRowsOwnFrameIsCurrentAndAClickGoesToAnother()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({.fin = false}, "a");
        const RowIndex first = c.last();
        c.receiveFrame({.opcode = ws::Opcode::Continuation}, "b");
        const Shown s(c);
        auto *table = s.pane.findChild<QTableView *>();
        QCOMPARE(table->currentIndex().row(), 1);
        QSignalSpy spy(&s.pane, &ui::MessagePane::rowActivated);
        const auto click = [&](int row) {
            QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                              table->visualRect(table->model()->index(row, 0)).center());
        };
        click(1); // it is there already
        QVERIFY(spy.isEmpty());
        click(0);
        QCOMPARE(spy.takeLast().front().value<RowIndex>(), first);
    }

    void limitedOffersTheRest()
    {
        tests::PaneCapture c;
        c.capture().setInflateLimits({100, 0});
        c.upgradeWithDeflate();
        c.receiveFrame({.rsv = 4}, tests::deflated(QByteArray(50'000, 'a')));
        Shown s(c);
        QVERIFY2(s.text().contains(u"▲ stopped at the limit"_qs), qPrintable(s.text()));
        QSignalSpy spy(&s.pane, &ui::MessagePane::continueInflatingRequested);
        QTest::keyClick(s.button("continueInflating"), Qt::Key_Space);
        QCOMPARE(spy.count(), 1);
        QVERIFY(c.capture().continueInflating(c.last(), {1u << 30, 0}).ok());
        s.pane.refresh();
        QVERIFY2(s.text().contains(u"inflated 50,000 bytes"_qs) && s.text().contains(u"compression saved"_qs),
                 qPrintable(s.text()));
        QVERIFY(!s.button("continueInflating")->isVisible());
    }
};

QTEST_MAIN(TestMessagePane)
#include "tst_messagepane.moc"
