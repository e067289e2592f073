#include "ui/filter/completionlist.h"

#include <QStandardItemModel>
#include <QTest>

using namespace framescope::ui;

class TestCompletionList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void paintsWhatIsMeant()
    {
        CompletionList list;
        QStandardItemModel model;
        auto *item = new QStandardItem(QStringLiteral("length"));
        model.appendRow(item);
        list.setModel(&model);
        list.usePainter();
        list.resize(400, 60);
        list.show();
        const QImage without = list.grab().toImage();
        item->setData(QStringLiteral("bytes of the payload"), CompletionList::meaningRole);
        const QImage with = list.grab().toImage();
        QVERIFY(with != without);
        // The meaning stands apart from the name.
        QCOMPARE(with.copy(0, 0, 60, 20), without.copy(0, 0, 60, 20));
        list.setCurrentIndex(model.index(0, 0));
        QVERIFY(list.grab().toImage() != with);
        QVERIFY(list.visualRect(model.index(0, 0)).height() >= list.fontMetrics().height());
    }
};

QTEST_MAIN(TestCompletionList)
#include "tst_completionlist.moc"
