#include "ui/explain/explainpanel.h"

#include <QSignalSpy>
#include <QTest>
#include <QTextBrowser>

using namespace framescope::ui;

class TestExplainPanel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsWhatIsAskedFor()
    {
        QWidget window;
        window.resize(800, 600);
        window.show();
        ExplainPanel panel(&window);
        panel.showKeys({QStringLiteral("opcode.9"), QStringLiteral("field.opcode")});
        QVERIFY(panel.isVisible());
        QVERIFY(!panel.isModal());
        QVERIFY(panel.text().contains(QStringLiteral("ping")));
        QVERIFY(panel.text().contains(QStringLiteral("RFC 6455 §5.5.2")));
        panel.showKeys({QStringLiteral("close.4000-4999")});
        QVERIFY(panel.text().contains(QStringLiteral("4000")));
        QVERIFY(!panel.text().contains(QStringLiteral("ping")));
    }

    /// A few lines do not get a page that is mostly empty.
    void asHighAsWhatItSays()
    {
        ExplainPanel panel;
        panel.showKeys({QStringLiteral("close.4000-4999")});
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        const auto *page = panel.findChild<QTextBrowser *>();
        const int said = int(page->document()->size().height());
        QVERIFY2(panel.height() <= std::max(said + 80, 200), qPrintable(QString::number(panel.height())));
        QVERIFY2(page->viewport()->height() + 1 >= said, qPrintable(QString::number(page->viewport()->height())));
    }

    void escapeClosesIt()
    {
        ExplainPanel panel;
        panel.showKeys({QStringLiteral("window")});
        QTest::keyClick(panel.findChild<QTextBrowser *>(), Qt::Key_Escape);
        QVERIFY(!panel.isVisible());
    }
};

QTEST_MAIN(TestExplainPanel)
#include "tst_explainpanel.moc"
