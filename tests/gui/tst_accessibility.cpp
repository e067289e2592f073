// The window for people who hear it or have no mouse: every control has a name, and Tab comes to it.
#include "tests/support/accessibility.h"
#include "tests/support/windowfixture.h"
#include "ui/connect/optionsdialog.h"
#include "ui/explain/explainpanel.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/preferencesdialog.h"
#include "ui/shell/recordinglimits.h"
#include "ui/shell/shortcutsdialog.h"
#include "ui/support/messagebar.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

class TestAccessibility : public QObject
{
    Q_OBJECT

    test::WindowFixture m_fixture;
    std::unique_ptr<MainWindow> m_window;

    FrameListModel *model() const { return m_window->findChild<FrameListModel *>(); }
    FrameTableView *list() const { return m_window->findChild<FrameTableView *>(QStringLiteral("frameList")); }

private Q_SLOTS:
    void initTestCase()
    {
        m_window = m_fixture.makeWindow();
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void everyControlOfTheEmptyWindowHasAName()
    {
        const QStringList wrong = test::inaccessibleControls(*m_window);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void everyControlHasANameWithTraffic()
    {
        m_window->connectToDemo();
        QTRY_VERIFY(model()->rowCount() > 8 && list()->isVisible());
        m_window->findChild<MessageBar *>()->post({.text = QStringLiteral("A message"),
                                                   .details = QStringLiteral("More"),
                                                   .actions = {{QStringLiteral("Do it"), [] {}}}});
        list()->selectModelRow(5);
        const QStringList wrong = test::inaccessibleControls(*m_window);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void everyControlOfTheDialogsHasAName()
    {
        OptionsDialog options{net::ConnectionSettings()};
        RecordingLimitsDialog limits{capture::RollLimits()};
        PreferencesDialog preferences(m_fixture.settings);
        ShortcutsDialog shortcuts;
        ExplainPanel panel;
        QStringList wrong;
        for (const QWidget *dialog :
             std::initializer_list<const QWidget *>{&options, &limits, &preferences, &shortcuts, &panel}) {
            wrong += test::inaccessibleControls(*dialog);
            QVERIFY2(!dialog->windowTitle().isEmpty(), dialog->metaObject()->className());
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void rowsAreReadAsSentences()
    {
        QAccessibleInterface *table = QAccessible::queryAccessibleInterface(list());
        QVERIFY(table != nullptr);
        QCOMPARE(table->role(), QAccessible::List);
        static const QRegularExpression frame(QStringLiteral(
            "^(received|sent), (text|binary|ping|pong|close|continuation), \\d+ bytes?, \\d\\d:\\d\\d:\\d\\d\\.\\d+, "
            "(un)?masked"));
        int frames = 0;
        for (int i = 0; i < table->childCount(); ++i) {
            const QAccessibleInterface *row = table->child(i);
            QVERIFY(row != nullptr && !row->text(QAccessible::Name).isEmpty());
            frames += frame.match(row->text(QAccessible::Name)).hasMatch() ? 1 : 0;
        }
        QVERIFY(frames > 0);
    }

    /// From control to control with Tab, all round the window: every one that takes the focus is come to.
    void tabComesToEveryControl()
    {
        m_window->action(Command::FocusUrl)->trigger();
        QWidget *first = QApplication::focusWidget();
        QVERIFY(first != nullptr);
        QSet<const QWidget *> seen;
        QWidget *at = first;
        for (int i = 0; i < 200 && at != nullptr; ++i) {
            seen.insert(at);
            // A field that takes Tab for itself is left as it says: the filter after its completions, editors by Ctrl+Tab.
            QTest::keyClick(at, Qt::Key_Tab);
            if (QApplication::focusWidget() == at)
                QTest::keyClick(at, Qt::Key_Tab, Qt::ControlModifier);
            if (QApplication::focusWidget() == at) // tab bars take Ctrl+Tab
                at->nextInFocusChain()->setFocus(Qt::TabFocusReason);
            at = QApplication::focusWidget();
            if (at == first)
                break;
        }
        QCOMPARE(at, first);
        QStringList missed;
        for (QWidget *widget : m_window->findChildren<QWidget *>()) {
            if (widget->isVisible() && widget->isEnabled() && widget->window() == m_window.get() &&
                (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->focusProxy() == nullptr &&
                !seen.contains(widget) && widget->visibleRegion().isEmpty() == false)
                missed << QStringLiteral("%1 %2").arg(QLatin1String(widget->metaObject()->className()),
                                                      widget->objectName());
        }
        QVERIFY2(missed.isEmpty(), qPrintable(missed.join(u'\n')));
    }
};

QTEST_MAIN(TestAccessibility)
#include "tst_accessibility.moc"
