#include "ui/statistics/statisticview.h"

#include "ui/support/theme.h"

#include <QApplication>
#include <QHeaderView>
#include <QImage>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

class TestStatisticView : public QObject
{
    Q_OBJECT

    static StatisticContent content(const std::vector<std::pair<QString, int>> &lines)
    {
        StatisticTable table{QStringLiteral("t"), {QStringLiteral("HHH"), QStringLiteral("HHHHHHHHHHHHHH")}, {}};
        for (const auto &[name, value] : lines)
            table.lines.push_back({{{name}, {QStringLiteral("H"), QString::number(value)}},
                                   QStringLiteral("comment == \"%1\"").arg(name)});
        StatisticContent all;
        all.tables.push_back(table);
        return all;
    }

    /// Columns of pixels from the first to the last that have something else than the ground.
    static std::pair<int, int> ink(const QImage &image, const QRect &where)
    {
        const QRgb ground = image.pixel(where.center().x(), where.top() + 1);
        std::pair<int, int> found{-1, -1};
        for (int x = where.left(); x <= where.right(); ++x) {
            for (int y = where.top(); y <= where.bottom(); ++y) {
                if (image.pixel(x, y) == ground)
                    continue;
                if (found.first < 0)
                    found.first = x - where.left();
                found.second = where.right() - x;
                break;
            }
        }
        return found;
    }

private Q_SLOTS:
    /// What a click on a bar does is said where there are bars.
    void saysWhatAClickDoes()
    {
        StatisticView view(QStringLiteral("v"), QStringLiteral("V"));
        const auto *hint = view.findChild<QLabel *>(QStringLiteral("vHint"));
        QVERIFY(hint->text().isEmpty());
        StatisticContent some = content({{QStringLiteral("HHH"), 1}});
        view.setContent(some);
        QVERIFY(hint->text().isEmpty());
        some.chart.bars.push_back({QStringLiteral("a"), {1}, QStringLiteral("fin"), {}});
        view.setContent(some);
        QVERIFY(!hint->text().isEmpty());
        view.setContent({});
        QVERIFY(hint->text().isEmpty());
    }

    void headingsAndCellsAreInOneLine_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("dark") << true;
        QTest::newRow("light") << false;
    }
    void headingsAndCellsAreInOneLine()
    {
        QFETCH(bool, dark);
        applyTheme(*qApp, dark);
        StatisticView view(QStringLiteral("v"), QStringLiteral("V"));
        view.setContent(content({{QStringLiteral("HHH"), 1}}));
        view.resize(600, 400);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        auto *table = view.findChild<QTableView *>(QStringLiteral("vTable1"));
        QHeaderView *header = table->horizontalHeader();
        header->setStretchLastSection(false);
        const QImage heads = header->viewport()->grab().toImage();
        const QImage cells = table->viewport()->grab().toImage();
        for (const int column : {0, 1}) {
            // Without the line between sections.
            const QRect head(header->sectionViewportPosition(column), 1, header->sectionSize(column) - 1,
                             header->height() - 3);
            const QRect cell = table->visualRect(table->model()->index(0, column)).adjusted(0, 0, -1, -1);
            const auto [headLeft, headRight] = ink(heads, head);
            const auto [cellLeft, cellRight] = ink(cells, cell);
            QVERIFY(headLeft > 0 && cellLeft > 0);
            // The heading is bold: its letters may begin and end a little earlier or later.
            const int apart = column == 0 ? headLeft - cellLeft : headRight - cellRight;
            QVERIFY2(std::abs(apart) <= 1, qPrintable(QStringLiteral("%1: %2").arg(column).arg(apart)));
        }
    }

    void whatIsChosenStaysSo()
    {
        StatisticView view(QStringLiteral("v"), QStringLiteral("V"));
        view.show();
        view.setContent(content({{QStringLiteral("a"), 3}, {QStringLiteral("b"), 2}}));
        auto *table = view.findChild<QTableView *>(QStringLiteral("vTable1"));
        table->setCurrentIndex(table->model()->index(1, 0));
        view.setContent(content({{QStringLiteral("b"), 5}, {QStringLiteral("a"), 3}, {QStringLiteral("c"), 1}}));
        QCOMPARE(table->currentIndex().row(), 0);
        QVERIFY(table->selectionModel()->isRowSelected(0));
        QSignalSpy filters(&view, &StatisticView::filterRequested);
        auto *show = view.findChild<QPushButton *>(QStringLiteral("vShow"));
        show->click();
        QCOMPARE(filters.takeFirst().at(0).toString(), QStringLiteral("comment == \"b\""));
        view.setContent(content({{QStringLiteral("a"), 3}, {QStringLiteral("c"), 1}}));
        QVERIFY(!table->currentIndex().isValid());
        QVERIFY(!show->isEnabled());
    }

    void columnsGrowWithWhatTheyShow()
    {
        StatisticView view(QStringLiteral("v"), QStringLiteral("V"));
        view.resize(900, 400);
        view.show();
        std::vector<std::pair<QString, int>> lines(50, {QStringLiteral("a"), 3});
        lines.back().first = QStringLiteral("a line further down");
        view.setContent(content(lines));
        auto *table = view.findChild<QTableView *>(QStringLiteral("vTable1"));
        const int before = table->columnWidth(0);
        QVERIFY(before >= table->fontMetrics().horizontalAdvance(lines.back().first));
        const QString wide = QStringLiteral("quite a lot wider than it was");
        view.setContent(content({{wide, 3}}));
        QVERIFY(table->columnWidth(0) > before);
        QVERIFY(table->columnWidth(0) >= table->fontMetrics().horizontalAdvance(wide));
        // A person's choice counts.
        table->setColumnWidth(0, 70);
        view.setContent(content({{wide, 4}}));
        QCOMPARE(table->columnWidth(0), 70);
    }

    void tellsWhatIsMissing()
    {
        StatisticView view(QStringLiteral("v"), QStringLiteral("V"));
        view.show();
        StatisticContent shown = content({{QStringLiteral("a"), 3}});
        view.setContent(shown);
        const auto *note = view.findChild<QLabel *>(QStringLiteral("vNote1"));
        QVERIFY(!note->isVisible());
        shown.tables.front().note = QStringLiteral("1 of 2");
        view.setContent(shown);
        QVERIFY(note->isVisible());
        QCOMPARE(note->text(), QStringLiteral("1 of 2"));
        QSignalSpy copies(&view, &StatisticView::copyRequested);
        view.findChild<QPushButton *>(QStringLiteral("vCopy"))->click();
        QCOMPARE(copies.size(), 1);
    }
};

QTEST_MAIN(TestStatisticView)
#include "tst_statisticview.moc"
