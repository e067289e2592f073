#include "ui/support/messagebar.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace framescope::ui;

namespace
{
QStringList texts(const MessageBar &bar)
{
    QStringList result;
    const auto labels = bar.findChildren<QLabel *>(QStringLiteral("messageText"));
    for (const QLabel *label : labels) {
        if (label->isVisibleTo(&bar))
            result << label->text();
    }
    return result;
}
Message message(const QString &text, const QString &key = {})
{
    Message m;
    m.kind = Message::Kind::Error;
    m.text = text;
    m.key = key;
    return m;
}
} // namespace

class TestMessageBar : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hiddenWhenEmpty()
    {
        QWidget window;
        MessageBar bar(&window);
        window.show();
        QVERIFY(!bar.isVisible());
        bar.post(message(QStringLiteral("a")));
        QVERIFY(bar.isVisible());
        QTest::mouseClick(bar.findChild<QToolButton *>(QStringLiteral("messageClose")), Qt::LeftButton);
        QVERIFY(!bar.isVisible());
        QCOMPARE(bar.count(), 0);
    }

    void anAmpersandInAnActionIsShown()
    {
        MessageBar bar;
        Message m = message(QStringLiteral("a"));
        m.actions.push_back({QStringLiteral("Connect to ws://h/?a=1&b=2"), {}, true});
        bar.post(m);
        const auto *button = bar.findChild<QPushButton *>(QStringLiteral("messageAction0"));
        QCOMPARE(button->text(), QStringLiteral("Connect to ws://h/?a=1&&b=2"));
        QVERIFY(button->shortcut().isEmpty());
    }

    void threeAtMost()
    {
        MessageBar bar;
        for (const char c : {'a', 'b', 'c', 'd'})
            bar.post(message(QString(QLatin1Char(c))));
        QCOMPARE(texts(bar), (QStringList{QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")}));
    }

    void sameTextIsCounted()
    {
        MessageBar bar;
        bar.post(message(QStringLiteral("refused")));
        bar.post(message(QStringLiteral("refused")));
        bar.post(message(QStringLiteral("refused")));
        QCOMPARE(bar.count(), 1);
        QVERIFY(texts(bar).constFirst().contains(QLatin1Char('3')));
    }

    void keyReplacesAndDismisses()
    {
        MessageBar bar;
        bar.post(message(QStringLiteral("one"), QStringLiteral("k")));
        bar.post(message(QStringLiteral("two"), QStringLiteral("k")));
        QCOMPARE(texts(bar), QStringList{QStringLiteral("two")});
        bar.dismiss(QStringLiteral("other"));
        QCOMPARE(bar.count(), 1);
        bar.dismiss(QStringLiteral("k"));
        QCOMPARE(bar.count(), 0);
    }

    void peerTextIsPlain()
    {
        MessageBar bar;
        bar.post(message(QStringLiteral("<b>x</b><img src=file:///etc/passwd>")));
        const auto *label = bar.findChild<QLabel *>(QStringLiteral("messageText"));
        QCOMPARE(label->textFormat(), Qt::PlainText);
    }

    void actionRunsOnceAndCloses()
    {
        MessageBar bar;
        int runs = 0;
        Message m = message(QStringLiteral("choose"));
        m.actions.push_back({QStringLiteral("Do it"), [&] { ++runs; }, true});
        m.actions.push_back({QStringLiteral("Look"), [&] { runs += 10; }, false});
        bar.post(m);
        bar.show();
        QTest::mouseClick(bar.findChild<QPushButton *>(QStringLiteral("messageAction1")), Qt::LeftButton);
        QCOMPARE(runs, 10);
        QCOMPARE(bar.count(), 1);
        QTest::mouseClick(bar.findChild<QPushButton *>(QStringLiteral("messageAction0")), Qt::LeftButton);
        QCOMPARE(runs, 11);
        QCOMPARE(bar.count(), 0);
    }

    void actionMayPostAnother()
    {
        MessageBar bar;
        Message m = message(QStringLiteral("first"));
        m.actions.push_back({QStringLiteral("Go"), [&] { bar.post(message(QStringLiteral("second"))); }, true});
        bar.post(m);
        bar.show();
        QTest::mouseClick(bar.findChild<QPushButton *>(QStringLiteral("messageAction0")), Qt::LeftButton);
        QTRY_COMPARE(texts(bar), QStringList{QStringLiteral("second")});
        QVERIFY(bar.isVisible());
    }

    void detailsOnDemand()
    {
        MessageBar bar;
        Message m = message(QStringLiteral("certificate"));
        m.details = QStringLiteral("subject: x");
        bar.post(m);
        bar.show();
        auto *details = bar.findChild<QLabel *>(QStringLiteral("messageDetails"));
        QVERIFY(!details->isVisible());
        QTest::mouseClick(bar.findChild<QPushButton *>(QStringLiteral("messageDetailsButton")), Qt::LeftButton);
        QVERIFY(details->isVisible());
    }

    void tabComesToAMessageFromAbove()
    {
        QWidget window;
        auto *column = new QVBoxLayout(&window);
        auto *above = new QLineEdit(&window);
        auto *bar = new MessageBar(&window);
        auto *below = new QLineEdit(&window);
        for (QWidget *part : std::initializer_list<QWidget *>{above, bar, below})
            column->addWidget(part);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        Message message;
        message.text = QStringLiteral("one");
        message.actions.push_back({QStringLiteral("Do"), [] {}, true});
        bar->post(message);
        above->setFocus();
        QTest::keyClick(above, Qt::Key_Tab);
        QVERIFY(bar->isAncestorOf(window.focusWidget()));
        for (int i = 0; i < 5 && bar->isAncestorOf(window.focusWidget()); ++i)
            QTest::keyClick(window.focusWidget(), Qt::Key_Tab);
        QCOMPARE(window.focusWidget(), below);
    }

    void escapeClosesNewest()
    {
        MessageBar bar;
        bar.post(message(QStringLiteral("a")));
        bar.post(message(QStringLiteral("b")));
        bar.show();
        QTest::keyClick(&bar, Qt::Key_Escape);
        QCOMPARE(texts(bar), QStringList{QStringLiteral("a")});
    }

    void rewordKeepsItsPlaceAndItsButtons()
    {
        MessageBar bar;
        bar.post(
            {.text = QStringLiteral("in 3 s"), .key = QStringLiteral("k"), .actions = {{QStringLiteral("Now"), {}}}});
        bar.show();
        auto *button = bar.findChild<QPushButton *>(QStringLiteral("messageAction0"));
        QVERIFY(bar.reword(QStringLiteral("k"), QStringLiteral("in 2 s")));
        QCOMPARE(bar.findChild<QLabel *>(QStringLiteral("messageText"))->text(), QStringLiteral("in 2 s"));
        QCOMPARE(bar.findChild<QPushButton *>(QStringLiteral("messageAction0")), button);
        QCOMPARE(bar.count(), 1);
        QVERIFY(!bar.reword(QStringLiteral("other"), QStringLiteral("x")));

        bar.post({.text = QStringLiteral("a"), .details = QStringLiteral("1 line"), .key = QStringLiteral("d")});
        QVERIFY(bar.reword(QStringLiteral("d"), QStringLiteral("b"), QStringLiteral("2 lines")));
        QCOMPARE(bar.findChild<QLabel *>(QStringLiteral("messageDetails"))->text(), QStringLiteral("2 lines"));
        QVERIFY(bar.reword(QStringLiteral("d"), QStringLiteral("c")));
        QCOMPARE(bar.findChild<QLabel *>(QStringLiteral("messageDetails"))->text(), QStringLiteral("2 lines"));
    }
};

QTEST_MAIN(TestMessageBar)
#include "tst_messagebar.moc"
