#include "ui/payload/jsonpane.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace framescope;
using ui::JsonPane;

class TestJsonPane : public QObject
{
    Q_OBJECT

    static void show(JsonPane &pane, const QByteArray &text, bool isPart = false)
    {
        pane.show();
        pane.showBytes(
            std::uint64_t(text.size()),
            [text](std::uint64_t from, std::uint64_t count) { return text.mid(qsizetype(from), qsizetype(count)); },
            isPart);
    }

private Q_SLOTS:
    void octetsAndValuesLeadToEachOther()
    {
        JsonPane pane;
        show(pane, R"({"user":{"id":17}})");
        QSignalSpy spy(&pane, &JsonPane::octetsSelected);
        pane.selectOctets({14, 1}); // inside the number
        QCOMPARE(pane.selectedOctets(), std::optional(ui::OctetRange{9, 7}));
        QVERIFY(spy.isEmpty()); // told by somebody else
        auto *tree = pane.findChild<QTreeView *>();
        QVERIFY(tree->isExpanded(tree->currentIndex().parent()));
        tree->setCurrentIndex(tree->currentIndex().parent());
        QCOMPARE(spy.takeLast(), (QVariantList{quint64(1), quint64(16)}));
    }

    void whatIsNotParsedYetIsSelectedThen()
    {
        JsonPane pane;
        const QByteArray text = "[" + QByteArray("10,").repeated(60'000) + "10]";
        show(pane, text);
        QVERIFY(pane.isReading());
        pane.selectOctets({1 + 3 * 500, 1});
        QTRY_VERIFY(!pane.isReading());
        QCOMPARE(pane.selectedOctets(), std::optional(ui::OctetRange{1 + 3 * 500, 2}));
    }

    void aPartOfAMessageIsNotAccused()
    {
        JsonPane pane;
        const auto *note = pane.findChild<QLabel *>(QStringLiteral("jsonNoticeText"));
        for (const char *part : {"{\"a\":", "17}"}) {
            show(pane, part);
            QVERIFY2(note->text().startsWith(QStringLiteral("✗ Not JSON at byte")), qPrintable(note->text()));
            show(pane, part, true);
            QVERIFY2(note->text().startsWith(QStringLiteral("Not JSON by itself")), qPrintable(note->text()));
        }
        show(pane, "17", true);
        QVERIFY(!note->isVisible());
    }

    void soManyValuesThatTheyAreNotLaidOutAtOnce()
    {
        JsonPane pane;
        const auto *tree = pane.findChild<QTreeView *>();
        for (const int values : {500'000, 500'001}) {
            show(pane, "[" + QByteArray("1,").repeated(values - 1) + "1]");
            QTRY_VERIFY(!pane.isReading());
            const QModelIndex root = tree->model()->index(0, 0);
            QCOMPARE(tree->model()->rowCount(root), values);
            QCOMPARE(tree->isExpanded(root), values == 500'000);
        }
    }

    void anyDepth()
    {
        JsonPane pane;
        pane.resize(400, 300);
        const QByteArray text = QByteArray(100'000, '[') + "1" + QByteArray(100'000, ']');
        show(pane, text);
        QTRY_VERIFY(!pane.isReading());
        QVERIFY(pane.model().tree().valid());
        pane.selectOctets({100'000, 1}); // the number in the middle
        pane.grab();
        int depth = 0;
        for (QModelIndex index = pane.findChild<QTreeView *>()->currentIndex(); index.isValid(); index = index.parent())
            ++depth;
        QVERIFY(depth > 100 && depth <= 200); // no more rows are opened for it
    }
};

QTEST_MAIN(TestJsonPane)
#include "tst_jsonpane.moc"
