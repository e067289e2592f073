#include "ui/details/handshakepane.h"

#include "tests/support/panecapture.h"
#include "ui/details/connectionrows.h"
#include "ui/details/fieldtree.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

using namespace framescope;
using ui::FieldTree;

namespace
{
QByteArray request(const QByteArray &extra = {})
{
    return "GET /v1/stream HTTP/1.1\r\nHost: stream.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
           extra + "\r\n";
}

QByteArray accepted(const QByteArray &extra)
{
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" +
           extra + "\r\n";
}

/// The pane on what a test recorded.
struct Shown {
    explicit Shown(tests::PaneCapture &recorded)
    {
        pane.setCapture(&recorded.capture());
        pane.resize(700, 300);
        pane.show();
        pane.showRow(recorded.last());
    }
    QString text() const { return pane.findChild<FieldTree *>(u"handshakeFields"_qs)->toText(); }
    /// The line that begins so, without indentation.
    QString line(const QString &begin) const
    {
        const QStringList lines = text().split(u'\n');
        for (const QString &l : lines) {
            if (l.trimmed().startsWith(begin))
                return l.trimmed();
        }
        return u"(none)"_qs;
    }
    QPushButton *button() const { return pane.findChild<QPushButton *>(u"handshakeOfferButton"_qs); }

    ui::HandshakePane pane;
};
} // namespace

class TestHandshakePane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English));
        qRegisterMetaType<ConnectionId>();
    }

    void eachParameterIsJudged()
    {
        tests::PaneCapture c;
        c.sent(request("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10; "
                       "client_max_window_bits\r\n"));
        c.received(accepted("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=12; "
                            "client_no_context_takeover; made_up\r\n"));
        const Shown s(c);
        QVERIFY(s.line(u"Extensions"_qs).startsWith(u"Extensions: agreed: permessage-deflate ✗"_qs));
        const QString tooMuch = s.line(u"server_max_window_bits=12"_qs);
        QVERIFY2(tooMuch.contains(u"more than the offer allows. ✗"_qs), qPrintable(tooMuch));
        QVERIFY2(tooMuch.contains(u"line 5, column 21"_qs), qPrintable(tooMuch));
        const QString right = s.line(u"client_no_context_takeover"_qs);
        QVERIFY2(right.contains(u"answered: "_qs) && right.contains(u'✓'), qPrintable(right));
        QVERIFY(s.line(u"made_up"_qs).contains(u"no parameter made_up. ✗"_qs));
        QVERIFY(s.line(u"client_max_window_bits"_qs).contains(u"not answered; offered: "_qs));
    }

    void offersThatWereNotAgreed()
    {
        tests::PaneCapture c;
        c.sent(request("Sec-WebSocket-Extensions: permessage-deflate\r\n"));
        c.received(accepted({}));
        const Shown s(c);
        QVERIFY(s.line(u"Extensions"_qs).startsWith(u"Extensions: none agreed ✓"_qs));
        QVERIFY(s.line(u"permessage-deflate"_qs).contains(u"offered, not agreed"_qs));
    }

    void nobodyOfferedIt()
    {
        tests::PaneCapture c;
        c.sent(request());
        c.received(accepted("Sec-WebSocket-Extensions: x-own\r\n"));
        const Shown s(c);
        QVERIFY2(s.line(u"x-own"_qs).contains(u"✗ nobody offered it (RFC 6455 §9.1)"_qs), qPrintable(s.text()));
    }

    void redirectIsOfferedAndNotFollowed()
    {
        tests::PaneCapture c;
        c.sent(request());
        c.received(
            "HTTP/1.1 302 Found\r\nLocation: https://other.example/ws?token=s3cret\r\nContent-Length: 0\r\n\r\n");
        Shown s(c);
        QVERIFY(!s.text().contains(u"s3cret"_qs));
        auto *raw = s.pane.findChild<QPlainTextEdit *>(u"rawResponse"_qs);
        s.pane.setCurrentPage(ui::HandshakePane::Response);
        QVERIFY(raw->toPlainText().startsWith(u"HTTP/1.1 302 Found"_qs));
        s.pane.setCurrentPage(ui::HandshakePane::Request);
        QVERIFY(raw->toPlainText().isEmpty());
        s.pane.setCurrentPage(ui::HandshakePane::Response);
        QVERIFY(!raw->toPlainText().contains(u"s3cret"_qs));
        QVERIFY(s.line(u"Leads to"_qs).contains(u"wss://other.example/ws"_qs));
        QVERIFY(s.button()->isVisible());
        QVERIFY(s.button()->text().startsWith(u"Connect to wss://other.example/ws"_qs));
        QSignalSpy spy(&s.pane, &ui::HandshakePane::redirectRequested);
        QTest::keyClick(s.button(), Qt::Key_Space);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.first().at(1).toString(), u"wss://other.example/ws?token=s3cret"_qs);
    }

    void anAmpersandInTheTargetIsNoKey()
    {
        tests::PaneCapture c;
        c.sent(request());
        c.received("HTTP/1.1 302 Found\r\nLocation: /a?b=1&c=2\r\nContent-Length: 0\r\n\r\n");
        Shown s(c);
        QVERIFY2(s.button()->text().contains(u"b=1&&c=2"_qs), qPrintable(s.button()->text()));
        QVERIFY(s.button()->shortcut().isEmpty());
    }

    void redirectToNowhereHasNoButton()
    {
        tests::PaneCapture c;
        c.sent(request());
        c.received("HTTP/1.1 302 Found\r\nLocation: ftp://other.example/\r\nContent-Length: 0\r\n\r\n");
        const Shown s(c);
        QVERIFY(s.line(u"Redirect"_qs).contains(u"no WebSocket can go there ▲"_qs));
        QVERIFY(!s.button()->isVisible());
    }

    void challengesAreListed()
    {
        tests::PaneCapture c;
        c.sent(request());
        c.received("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"a, b\", Negotiate abc=\r\n"
                   "WWW-Authenticate: Bearer\r\nContent-Length: 0\r\n\r\n");
        Shown s(c);
        QVERIFY2(s.line(u"Asks for"_qs).endsWith(u"Basic, Negotiate, Bearer"_qs), qPrintable(s.text()));
        QVERIFY(s.line(u"Basic"_qs).contains(u"realm=\"a, b\"  can be given in Options ✓"_qs));
        QVERIFY(!s.line(u"Negotiate"_qs).contains(u'✓'));
        QSignalSpy spy(&s.pane, &ui::HandshakePane::authorizationRequested);
        QTest::mouseClick(s.button(), Qt::LeftButton);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.first().first().toBool(), false);
    }

    void versionsAreListed_data()
    {
        QTest::addColumn<QByteArray>("versions");
        QTest::addColumn<QString>("said");
        QTest::newRow("ours") << QByteArray("7, 8, 13") << u"13 is ours ✓"_qs;
        QTest::newRow("others") << QByteArray("7, 8") << u"ours, 13, is not among them ✗"_qs;
    }

    void versionsAreListed()
    {
        QFETCH(QByteArray, versions);
        QFETCH(QString, said);
        tests::PaneCapture c;
        c.sent(request());
        c.received("HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: " + versions +
                   "\r\nContent-Length: 0\r\n\r\n");
        const Shown s(c);
        QVERIFY2(s.line(u"Versions"_qs).contains(said), qPrintable(s.text()));
        QVERIFY(!s.button()->isVisible());
    }

    void aBodyInManyPiecesSaysWhatIsNotShown()
    {
        tests::PaneCapture c;
        c.sent(request());
        c.received("HTTP/1.1 403 Forbidden\r\n\r\n");
        const qsizetype pieces = qsizetype(ui::ConnectionRows::maxRaw) + 76;
        for (qsizetype i = 0; i < pieces; ++i)
            c.received("ab");
        const Shown s(c);
        const QString body = s.pane.findChild<QPlainTextEdit *>(u"responseBody"_qs)->toPlainText();
        const auto shown = body.count(u'a') - body.mid(body.indexOf(u'…')).count(u'a');
        QVERIFY(shown > 0);
        QVERIFY2(body.contains(u"… %1 bytes more"_qs.arg(2 * (pieces - shown))), qPrintable(body.right(100)));
    }

    /// Compressed, say: what cannot be shown is shown up to a limit.
    void aBodyThatIsNoTextSaysWhatIsNotShown()
    {
        tests::PaneCapture c;
        c.sent(request());
        c.received("HTTP/1.1 403 Forbidden\r\n\r\n");
        c.received(QByteArray(9000, '\xFF'));
        const Shown s(c);
        const QString body = s.pane.findChild<QPlainTextEdit *>(u"responseBody"_qs)->toPlainText();
        QCOMPARE(body.count(u"⟨xFF⟩"_qs), 8192);
        QVERIFY2(body.endsWith(u"\n… 808 bytes more, in the raw rows of the list"_qs), qPrintable(body.right(100)));
    }

    void aHeadThatIsNoTextSaysWhatIsNotShown()
    {
        tests::PaneCapture c;
        c.sent(request());
        c.received("HTTP/1.1 403 Forbidden\r\nX-Odd: " + QByteArray(9000, '\xFF') + "\r\n\r\n");
        Shown s(c);
        s.pane.setCurrentPage(ui::HandshakePane::Response);
        const QString head = s.pane.findChild<QPlainTextEdit *>(u"rawResponse"_qs)->toPlainText();
        QVERIFY2(head.endsWith(u"\n… 812 bytes more, not shown here"_qs), qPrintable(head.right(100)));
    }

    void proxyThatRefusedIsAllThereIs()
    {
        tests::PaneCapture c;
        c.event(Direction::Out, capture::EventKind::Proxied,
                {{u"kind"_qs, u"http"_qs},
                 {u"proxy"_qs, u"127.0.0.1:3128"_qs},
                 {u"request"_qs, u"CONNECT stream.example.com:443 HTTP/1.1\r\n\r\n"_qs},
                 {u"reply"_qs, u"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Digest realm=\"x\", "
                               "nonce=\"n\"\r\n\r\n"_qs},
                 {u"body"_qs, u"<b>who are you?</b>"_qs},
                 {u"ms"_qs, 4.5}}); // the finding stands in the row of the failure
        Shown s(c);
        QVERIFY2(s.line(u"Proxy: http"_qs).contains(u"127.0.0.1:3128: HTTP/1.1 407 Proxy Authentication Required ✗"_qs),
                 qPrintable(s.text()));
        auto *tabs = s.pane.findChild<QTabBar *>(u"handshakeTabs"_qs);
        QVERIFY(tabs->isTabVisible(ui::HandshakePane::Proxy));
        const QString talk = s.pane.findChild<QPlainTextEdit *>(u"proxyTalk"_qs)->toPlainText();
        QVERIFY(talk.contains(u"CONNECT stream.example.com:443"_qs));
        QVERIFY(talk.contains(u"<b>who are you?</b>"_qs));
        QVERIFY(s.pane.findChild<QLabel *>(u"handshakeOfferText"_qs)->text().contains(u"Digest"_qs));
        QSignalSpy spy(&s.pane, &ui::HandshakePane::authorizationRequested);
        QTest::mouseClick(s.button(), Qt::LeftButton);
        QCOMPARE(spy.takeFirst().first().toBool(), true);
    }

    void timings()
    {
        tests::PaneCapture c;
        c.event(Direction::Out, capture::EventKind::Resolved,
                {{u"host"_qs, u"stream.example.com"_qs},
                 {u"addresses"_qs, QJsonArray{u"198.51.100.20"_qs}},
                 {u"ms"_qs, 12.5}});
        c.event(Direction::Out, capture::EventKind::Connected, {});
        c.event(Direction::Out, capture::EventKind::Proxied,
                {{u"kind"_qs, u"socks5"_qs}, {u"proxy"_qs, u"p:1080"_qs}, {u"reply"_qs, u"granted"_qs}, {u"ms"_qs, 3}});
        c.event(Direction::Out, capture::EventKind::Secured, {{u"verified"_qs, true}});
        c.upgrade();
        const Shown s(c);
        // Rows are a microsecond apart; lookup and proxy tell their own time.
        QVERIFY2(s.line(u"Name lookup"_qs).contains(u"12.5 ms"_qs), qPrintable(s.text()));
        QVERIFY(s.line(u"TCP"_qs).contains(u"1.00 µs"_qs));
        QVERIFY2(s.line(u"Proxy: 3"_qs).contains(u"3.00 ms"_qs), qPrintable(s.text()));
        QVERIFY(s.line(u"TLS"_qs).contains(u"1.00 µs"_qs));
        QVERIFY(s.line(u"Upgrade"_qs).contains(u"1.00 µs"_qs));
        QVERIFY(s.line(u"Timings"_qs).contains(u"15.5 ms"_qs));
    }

    /// The view hears of all fields at once: of one by one it would go through all it has for each.
    void manyFieldsComeAtOnce()
    {
        tests::PaneCapture c;
        QByteArray head = "GET / HTTP/1.1\r\nHost: h\r\n";
        head += "X-Long: words" + QByteArray(" and more words").repeated(40) + "\r\n";
        for (int i = 0; i < 9'000; ++i)
            head += "X-Field-" + QByteArray::number(i) + ": value\r\n";
        c.sent(head + "\r\n");
        ui::HandshakePane pane;
        pane.setCapture(&c.capture());
        pane.resize(700, 300);
        pane.show();
        auto *tree = pane.findChild<ui::FieldTree *>();
        const QSignalSpy inserted(tree->model(), &QAbstractItemModel::rowsInserted);
        pane.showConnection(c.id());
        QCOMPARE(inserted.size(), 1);
        QVERIFY(tree->toText().contains(QStringLiteral("X-Field-8999")));
        // None is laid out that nobody sees: each has one line.
        const QList<QTreeWidgetItem *> longer = tree->findItems(u"X-Long"_qs, Qt::MatchExactly | Qt::MatchRecursive);
        QCOMPARE(longer.size(), 1);
        QCOMPARE(tree->visualItemRect(longer.front()).height(), tree->visualItemRect(tree->topLevelItem(0)).height());
        QVERIFY(longer.front()->toolTip(1).count(u"words"_qs) > 40);
    }
};

QTEST_MAIN(TestHandshakePane)
#include "tst_handshakepane.moc"
