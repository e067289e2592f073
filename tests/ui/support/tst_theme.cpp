#include "ui/support/theme.h"

#include <QApplication>
#include <QHeaderView>
#include <QImage>
#include <QTableWidget>
#include <QTest>
#include <QTreeWidget>

using namespace framescope::ui;

namespace
{
/// A glyph that fills its cell from the left edge on.
const QString block = QStringLiteral("█");

/// The leftmost place in the rectangle, of the view's, that is painted unlike its corner; -1: none.
int inkFrom(QAbstractItemView &view, const QRect &rect)
{
    const QImage image = view.grab().toImage();
    const QRgb ground = image.pixel(rect.right() - 3, rect.center().y());
    for (int x = rect.left(); x < rect.right(); ++x) {
        const QRgb here = image.pixel(x, rect.center().y());
        if (qAbs(qGray(here) - qGray(ground)) > 40)
            return x;
    }
    return -1;
}

QRect inView(const QAbstractItemView &view, const QRect &cell) { return cell.translated(view.viewport()->pos()); }
} // namespace

class TestTheme : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_sheet = qApp->styleSheet(); }
    void cleanup() { qApp->setStyleSheet(m_sheet); }

    void headingsStandOverTheirCells_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void headingsStandOverTheirCells()
    {
        QFETCH(bool, dark);
        applyTheme(*qApp, dark);
        const QFont font = monospaceFont();
        QTableWidget table(2, 2);
        table.setProperty("part", QStringLiteral("columns"));
        table.verticalHeader()->hide();
        table.setHorizontalHeaderLabels({block, block});
        table.horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        for (int column = 0; column < 2; ++column)
            table.setItem(1, column, new QTableWidgetItem(block));
        QTreeWidget flat;
        QTreeWidget nested;
        for (QTreeWidget *tree : {&flat, &nested}) {
            tree->setProperty("part", QStringLiteral("columns"));
            tree->setHeaderLabels({block, block});
            tree->setIndentation(14);
            new QTreeWidgetItem(tree, {QStringLiteral(" "), QString()}); // the current line
            new QTreeWidgetItem(tree, {block, block});
        }
        flat.setRootIsDecorated(false);
        nested.header()->setProperty("part", QStringLiteral("indented"));
        for (QAbstractItemView *view : std::initializer_list<QAbstractItemView *>{&table, &flat, &nested}) {
            view->setFont(font);
            view->resize(400, 120);
            view->show();
        }
        for (int column = 0; column < 2; ++column) {
            const auto compare = [&](QAbstractItemView &view, const QHeaderView &header) {
                const QRect heading(header.x() + header.sectionViewportPosition(column), header.y(),
                                    header.sectionSize(column), header.height());
                const QRect cell = inView(view, view.visualRect(view.model()->index(1, column)));
                const int at = inkFrom(view, heading);
                QVERIFY(at > heading.left());
                QCOMPARE(inkFrom(view, cell), at);
            };
            compare(table, *table.horizontalHeader());
            compare(flat, *flat.header());
            compare(nested, *nested.header());
        }
    }

private:
    QString m_sheet;
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
