#include "ui/payload/treetab.h"

#include "ui/payload/jsonpane.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QTreeView>

#include <atomic>
#include <functional>
#include <thread>

using namespace framescope;
using namespace framescope::ui;

/// A TreeTab is seen as one of those that are made of it.
class TestTreeTab : public QObject
{
    Q_OBJECT

    struct Stage {
        JsonPane pane;
        QTreeView *tree = pane.findChild<QTreeView *>(QStringLiteral("jsonTree"));

        explicit Stage(const QByteArray &text)
        {
            pane.resize(500, 300);
            pane.show();
            showText(text);
        }

        void showText(const QByteArray &text)
        {
            pane.showBytes(std::uint64_t(text.size()), [text](std::uint64_t from, std::uint64_t count) {
                return text.mid(qsizetype(from), qsizetype(count));
            });
        }

        /// Opens the menu of the current value, and triggers what begins so, after what comes meanwhile.
        void choose(const QString &beginning, const std::function<void()> &meanwhile = {})
        {
            bool found = false;
            QTimer::singleShot(0, tree, [&] {
                auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
                QVERIFY(menu != nullptr);
                if (meanwhile)
                    meanwhile();
                for (QAction *action : menu->actions()) {
                    if (action->text().startsWith(beginning)) {
                        found = true;
                        action->trigger();
                        break;
                    }
                }
                menu->close();
            });
            Q_EMIT tree->customContextMenuRequested(tree->visualRect(tree->currentIndex()).center());
            QVERIFY2(found, qPrintable(beginning));
        }
    };

private Q_SLOTS:
    void theMenuOfAValue()
    {
        Stage stage(R"({"user":{"an id":17}})");
        stage.pane.selectOctets({17, 1});
        QSignalSpy filters(&stage.pane, &PayloadTab::filterRequested);
        QSignalSpy shown(&stage.pane, &PayloadTab::octetsActivated);
        const QString filter = QStringLiteral("json.$.user[\"an id\"] == 17");
        stage.choose(QStringLiteral("&Filter"));
        QCOMPARE(filters.takeLast(), (QVariantList{filter, false}));
        stage.choose(QStringLiteral("&Hide"));
        QCOMPARE(filters.takeLast(), (QVariantList{filter, true}));
        stage.choose(QStringLiteral("Copy path"));
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("$.user[\"an id\"]"));
        stage.choose(QStringLiteral("Show in Hex"));
        QCOMPARE(shown.takeLast(), (QVariantList{quint64(9), quint64(10)}));
    }

    void anotherPayloadComesWhileTheMenuIsOpen_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("copied");
        QTest::addRow("path") << QStringLiteral("Copy path") << QStringLiteral("$.user.name");
        QTest::addRow("value") << QStringLiteral("Copy value") << QStringLiteral(R"("a\u00e9")");
        QTest::addRow("text") << QStringLiteral("Copy text") << QStringLiteral("aé");
        QTest::addRow("octets") << QStringLiteral("Show in Hex") << QStringLiteral("as before");
    }

    /// The menu is about the value that it was opened for; places in the octets are no longer those of what is shown.
    void anotherPayloadComesWhileTheMenuIsOpen()
    {
        QFETCH(QString, action);
        QFETCH(QString, copied);
        Stage stage(R"({"user":{"name":"a\u00e9"}})");
        stage.pane.selectOctets({18, 1});
        QSignalSpy shown(&stage.pane, &PayloadTab::octetsActivated);
        QApplication::clipboard()->setText(QStringLiteral("as before"));
        stage.choose(action, [&] { stage.showText("[[]]"); });
        QCOMPARE(QApplication::clipboard()->text(), copied);
        QCOMPARE(shown.count(), 0);
    }

    void allLevelsAtOnce()
    {
        Stage deep(QByteArray(100'000, '[') + QByteArray(100'000, ']'));
        QTRY_VERIFY(!deep.pane.isReading());
        deep.tree->setCurrentIndex(deep.pane.model().index(0, 0));
        QTest::keyClick(deep.tree, Qt::Key_Asterisk);
        QVERIFY(deep.tree->isExpanded(deep.pane.model().index(0, 0)));

        Stage small(R"([[1],[2]])");
        QTest::keyClick(small.tree, Qt::Key_Asterisk);
        const QModelIndex top = small.pane.model().index(0, 0);
        QVERIFY(small.tree->isExpanded(small.pane.model().index(1, 0, top)));
    }

    void slowReadingIsTold()
    {
        JsonPane pane;
        pane.show();
        std::atomic<bool> goOn = false;
        const QByteArray text = "[" + QByteArray(200'000, ' ') + "1]";
        pane.showBytes(std::uint64_t(text.size()), [&](std::uint64_t from, std::uint64_t count) {
            while (!goOn)
                std::this_thread::yield();
            return text.mid(qsizetype(from), qsizetype(count));
        });
        auto *note = pane.findChild<QLabel *>(QStringLiteral("jsonNoticeText"));
        QTRY_VERIFY(note->isVisible());
        QVERIFY2(note->text().startsWith(QStringLiteral("Reading 200,003 bytes")), qPrintable(note->text()));
        goOn = true;
        QTRY_VERIFY(!pane.isReading());
        QVERIFY(!note->isVisible());
    }
};

QTEST_MAIN(TestTreeTab)
#include "tst_treetab.moc"
