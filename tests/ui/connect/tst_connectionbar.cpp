#include "ui/connect/connectionbar.h"

#include "ui/connect/optionsdialog.h"
#include "ui/connect/urledit.h"
#include "ui/support/liststore.h"

#include <QApplication>
#include <QClipboard>
#include <QLayout>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

namespace
{
struct Window {
    MemoryListStore store;
    ConnectionBar bar{store};
    QSignalSpy connects{&bar, &ConnectionBar::connectRequested};
    QSignalSpy disconnects{&bar, &ConnectionBar::disconnectRequested};
    QSignalSpy notices{&bar, &ConnectionBar::noticeRaised};

    Window() { bar.show(); }
    UrlEdit *url() const { return bar.findChild<UrlEdit *>(); }
    QPushButton *button(const QString &name) const { return bar.findChild<QPushButton *>(name); }
    void paste(const QString &text) const
    {
        QApplication::clipboard()->setText(text);
        url()->setFocus();
        QTest::keySequence(url(), QKeySequence::Paste);
    }
    net::ConnectionSettings lastConnect() const
    {
        return connects.last().at(0).value<framescope::net::ConnectionSettings>();
    }
    Message lastNotice() const { return notices.last().at(0).value<framescope::ui::Message>(); }
};
} // namespace

class TestConnectionBar : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void enterConnects()
    {
        Window w;
        QTest::keyClicks(w.url(), QStringLiteral("ws://localhost:9001/a"));
        QTest::keyClick(w.url(), Qt::Key_Return);
        QCOMPARE(w.connects.count(), 1);
        QCOMPARE(w.lastConnect().url, QStringLiteral("ws://localhost:9001/a"));
        QCOMPARE(w.store.load(), QStringList{QStringLiteral("ws://localhost:9001/a")});
        QCOMPARE(w.notices.count(), 0);
    }

    void emptyAndInvalidSayWhy()
    {
        Window w;
        QTest::mouseClick(w.button(QStringLiteral("connectButton")), Qt::LeftButton);
        QCOMPARE(w.connects.count(), 0);
        QCOMPARE(w.lastNotice().kind, Message::Kind::Info);
        w.url()->setText(QStringLiteral("ftp://x/"));
        QVERIFY(w.url()->property("invalid").toBool());
        QVERIFY(!w.url()->toolTip().isEmpty());
        QTest::keyClick(w.url(), Qt::Key_Return);
        QCOMPARE(w.connects.count(), 0);
        QCOMPARE(w.lastNotice().kind, Message::Kind::Error);
        QCOMPARE(w.lastNotice().text, w.url()->toolTip());
        QVERIFY(w.store.load().isEmpty());
    }

    void pastedHttpBecomesWs_data()
    {
        QTest::addColumn<QString>("pasted");
        QTest::addColumn<QString>("url");
        QTest::newRow("https") << QStringLiteral("https://h/x?y=1") << QStringLiteral("wss://h/x?y=1");
        QTest::newRow("http") << QStringLiteral("HTTP://h:8080/") << QStringLiteral("ws://h:8080/");
        QTest::newRow("spaces") << QStringLiteral("  wss://h/x \n") << QStringLiteral("wss://h/x");
    }

    void pastedHttpBecomesWs()
    {
        QFETCH(QString, pasted);
        QFETCH(QString, url);
        Window w;
        w.paste(pasted);
        QCOMPARE(w.url()->text(), url);
    }

    void typedHttpBecomesWsOnEnter()
    {
        Window w;
        QTest::keyClicks(w.url(), QStringLiteral("http://h/"));
        QCOMPARE(w.url()->text(), QStringLiteral("http://h/"));
        QTest::keyClick(w.url(), Qt::Key_Return);
        QCOMPARE(w.lastConnect().url, QStringLiteral("ws://h/"));
    }

    void pastedCurlIsTaken()
    {
        Window w;
        w.url()->setText(QStringLiteral("ws://before/"));
        w.paste(QStringLiteral("curl 'wss://h/p' \\\n  -H 'Origin: https://h' -H 'X-A: 1' -H 'X-B: 2' \\\n"
                               "  -H 'Sec-WebSocket-Key: old' -H 'Sec-WebSocket-Protocol: chat' -s -k"));
        QCOMPARE(w.url()->text(), QStringLiteral("wss://h/p"));
        const net::ConnectionSettings settings = w.bar.settings();
        QCOMPARE(settings.origin, QByteArray("https://h"));
        QCOMPARE(settings.headers, (QList<QPair<QByteArray, QByteArray>>{{"X-A", "1"}, {"X-B", "2"}}));
        QCOMPARE(settings.subprotocols, QList<QByteArray>{"chat"});
        QVERIFY(!settings.tls.insecure); // a paste never switches verification off
        QVERIFY2(w.lastNotice().text.contains(QStringLiteral("-k")), qPrintable(w.lastNotice().text));
        QVERIFY(w.lastNotice().text.contains(QStringLiteral("-s")));
        QVERIFY2(w.button(QStringLiteral("optionsButton"))->text().contains(QStringLiteral("2 headers")),
                 qPrintable(w.button(QStringLiteral("optionsButton"))->text()));
        QCOMPARE(w.connects.count(), 0);
    }

    void brokenCurlChangesNothing()
    {
        Window w;
        w.url()->setText(QStringLiteral("ws://before/"));
        w.url()->selectAll();
        w.paste(QStringLiteral("curl 'wss://h/p"));
        QCOMPARE(w.url()->text(), QStringLiteral("ws://before/"));
        QCOMPARE(w.lastNotice().kind, Message::Kind::Error);
        QVERIFY(w.lastNotice().text.contains(QStringLiteral("column 6")));
    }

    void historyIsKept()
    {
        Window w;
        for (const char *url : {"ws://a/", "ws://b/", "ws://a/"}) {
            w.bar.setUrl(QLatin1String(url));
            w.bar.requestConnect();
        }
        QCOMPARE(w.store.load(), (QStringList{QStringLiteral("ws://a/"), QStringLiteral("ws://b/")}));
        for (int i = 0; i < 40; ++i)
            w.url()->remember(QStringLiteral("ws://h/%1").arg(i));
        QCOMPARE(w.store.load().size(), UrlEdit::maxHistory);
        QCOMPARE(w.store.load().constFirst(), QStringLiteral("ws://h/39"));
        w.url()->setFocus();
        QTest::keyClick(w.url(), Qt::Key_Down);
        auto *menu = w.bar.findChild<QMenu *>(QStringLiteral("urlHistoryMenu"));
        QVERIFY(menu);
        menu->actions().at(1)->trigger();
        QCOMPARE(w.url()->text(), QStringLiteral("ws://h/38"));
        menu->actions().constLast()->trigger();
        QVERIFY(w.store.load().isEmpty());
        menu->close();
    }

    void buttonFollowsState_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("disconnects");
        using net::State;
        QTest::newRow("connecting") << int(State::Connecting) << QStringLiteral("Cancel") << 1;
        QTest::newRow("securing") << int(State::Securing) << QStringLiteral("Cancel") << 1;
        QTest::newRow("upgrading") << int(State::Upgrading) << QStringLiteral("Cancel") << 1;
        QTest::newRow("open") << int(State::Open) << QStringLiteral("Disconnect") << 1;
        QTest::newRow("closing") << int(State::Closing) << QStringLiteral("Disconnect") << 1;
        QTest::newRow("closed") << int(State::Closed) << QStringLiteral("Connect") << 0;
        QTest::newRow("failed") << int(State::Failed) << QStringLiteral("Connect") << 0;
    }

    void buttonFollowsState()
    {
        QFETCH(int, state);
        QFETCH(QString, text);
        QFETCH(int, disconnects);
        Window w;
        w.bar.setUrl(QStringLiteral("ws://a/"));
        w.bar.setState(static_cast<net::State>(state));
        auto *button = w.button(QStringLiteral("connectButton"));
        QCOMPARE(button->text(), text);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(w.disconnects.count(), disconnects);
        QCOMPARE(w.connects.count(), 1 - disconnects);
    }

    void freeze()
    {
        Window w;
        QSignalSpy toggled(&w.bar, &ConnectionBar::freezeToggled);
        auto *button = w.button(QStringLiteral("freezeButton"));
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(toggled.count(), 1);
        QVERIFY(w.bar.isFrozen());
        w.bar.setFrozen(true, 1234);
        QCOMPARE(toggled.count(), 1);
        QCOMPARE(button->text(), QStringLiteral("Resume +1k"));
        QVERIFY2(button->toolTip().contains(QStringLiteral("234")), qPrintable(button->toolTip()));
        w.bar.toggleFrozen();
        QVERIFY(!w.bar.isFrozen());
        QCOMPARE(button->text(), QStringLiteral("Freeze view"));
    }

    void optionsComeBack()
    {
        Window w;
        w.bar.setUrl(QStringLiteral("ws://a/"));
        w.bar.openOptions();
        auto *dialog = w.bar.findChild<OptionsDialog *>();
        QVERIFY(dialog);
        dialog->findChild<QLineEdit *>(QStringLiteral("optionsOrigin"))->setText(QStringLiteral("https://o"));
        dialog->accept();
        QCOMPARE(w.bar.settings().origin, QByteArray("https://o"));
        QCOMPARE(w.bar.settings().url, QStringLiteral("ws://a/"));
        QVERIFY(w.button(QStringLiteral("optionsButton"))->text() != QStringLiteral("Options…"));
    }

    void captureMenu()
    {
        Window w;
        QSignalSpy spy(&w.bar, &ConnectionBar::captureMenuRequested);
        w.bar.setRecording(true, QStringLiteral("/tmp/a.pcapng"));
        QCOMPARE(w.button(QStringLiteral("recordButton"))->text(), QStringLiteral("Recording ▾"));
        QTest::mouseClick(w.button(QStringLiteral("recordButton")), Qt::LeftButton);
        QCOMPARE(spy.count(), 1);
    }

    /// The lock tells of the connection to the address that stands there, and promises nothing before it is open.
    void lock()
    {
        Window w;
        const auto tip = [&] { return w.url()->actions().constFirst()->toolTip(); };
        const QString url = QStringLiteral("wss://a.example/x");
        w.bar.setUrl(url);
        QVERIFY2(tip().contains(QStringLiteral("will be checked")), qPrintable(tip()));
        net::Status status;
        const auto show = [&](net::State state, const QString &tls, bool verified, const QByteArray &refused) {
            status.state = state;
            status.tls = tls;
            status.tlsVerified = verified;
            status.refusedSha256 = refused;
            w.bar.setStatus(status, url);
        };
        show(net::State::Securing, {}, true, {});
        QVERIFY2(tip().contains(QStringLiteral("will be checked")), qPrintable(tip()));
        show(net::State::Failed, {}, true, QByteArray(32, 'x'));
        QVERIFY2(tip().contains(QStringLiteral("refused")), qPrintable(tip()));
        show(net::State::Open, QStringLiteral("TLS 1.3"), false, {});
        QVERIFY2(tip().contains(QStringLiteral("exception")), qPrintable(tip()));
        show(net::State::Open, QStringLiteral("TLS 1.3"), true, {});
        QVERIFY2(tip().contains(QStringLiteral("is verified")), qPrintable(tip()));
        QTest::keyClicks(w.url(), QStringLiteral("y")); // another address
        QVERIFY2(tip().contains(QStringLiteral("will be checked")), qPrintable(tip()));
        w.bar.setUrl(url);
        QVERIFY2(tip().contains(QStringLiteral("is verified")), qPrintable(tip()));
        show(net::State::Closed, QStringLiteral("TLS 1.3"), true, {});
        QVERIFY2(tip().contains(QStringLiteral("will be checked")), qPrintable(tip()));
        w.bar.setStatus(std::nullopt, {});
        QVERIFY2(tip().contains(QStringLiteral("will be checked")), qPrintable(tip()));
    }

    void saysWhichOfSeveralItEnds()
    {
        Window w;
        const QString url = QStringLiteral("ws://a.example/x");
        w.bar.setUrl(url);
        net::Status status;
        status.id = ConnectionId(2);
        status.state = net::State::Open;
        const auto *button = w.bar.findChild<QPushButton *>(QStringLiteral("connectButton"));
        w.bar.setStatus(status, url);
        QCOMPARE(button->text(), QStringLiteral("Disconnect"));
        w.bar.setStatus(status, url, true);
        QCOMPARE(button->text(), QStringLiteral("Disconnect 3"));
        QVERIFY2(button->accessibleDescription().startsWith(QStringLiteral("Close connection 3, to a.example")),
                 qPrintable(button->accessibleDescription()));
        status.id = ConnectionId(3);
        w.bar.setStatus(status, url, true);
        QCOMPARE(button->text(), QStringLiteral("Disconnect 4"));
    }

    void recordingMovesNothing()
    {
        Window w;
        w.bar.resize(1200, 50);
        w.bar.setRecording(true, {});
        w.bar.layout()->activate();
        const QPushButton *options = w.button(QStringLiteral("optionsButton"));
        const int before = options->x();
        w.bar.setRecording(false, {});
        w.bar.layout()->activate();
        QCOMPARE(options->x(), before);
    }

    void countOfNewRowsMovesNothing()
    {
        Window w;
        w.bar.resize(1200, 50);
        w.bar.show();
        w.bar.setFrozen(true, 1);
        const QPushButton *options = w.button(QStringLiteral("optionsButton"));
        w.bar.layout()->activate();
        const int before = options->x();
        w.bar.setFrozen(true, 1'234);
        w.bar.layout()->activate();
        QCOMPARE(options->x(), before);
        w.bar.setFrozen(false, 0);
        w.bar.layout()->activate();
        QCOMPARE(options->x(), before);
    }

    void fitsNarrowWindow()
    {
        Window w;
        QVERIFY2(w.bar.minimumSizeHint().width() <= 1000, qPrintable(QString::number(w.bar.minimumSizeHint().width())));
    }
};

QTEST_MAIN(TestConnectionBar)
#include "tst_connectionbar.moc"
