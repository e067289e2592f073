#include "ui/models/connectionlistmodel.h"

#include "tests/support/manualclock.h"
#include "tests/support/panecapture.h"
#include "ui/models/connectiondelegate.h"
#include "ui/support/colors.h"

#include <QAbstractItemModelTester>
#include <QListView>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace framescope;
using namespace framescope::ui;

class TestConnectionListModel : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_files = 0;
    std::unique_ptr<capture::Capture> newCapture()
    {
        auto made = capture::Capture::create(m_dir.filePath(u"%1.pcapng"_qs.arg(m_files++)));
        return made ? std::move(*made) : nullptr;
    }
    static ConnectionId begin(capture::Capture &capture, const QString &url)
    {
        capture::ConnectionFacts facts;
        facts.url = url;
        const ConnectionId id = capture.reserveConnection();
        capture.beginConnection(id, facts, Timestamp(1'000'000'000));
        return id;
    }
    static QStringList printed(const ConnectionListModel &model)
    {
        QStringList lines;
        for (int row = 0; row < model.rowCount(); ++row) {
            const QModelIndex index = model.index(row);
            lines.append(index.data().toString() + u" | "_qs + index.data(ConnectionListModel::DetailRole).toString());
        }
        return lines;
    }

private Q_SLOTS:
    void nothing()
    {
        test::ManualClock clock;
        ConnectionListModel model(clock);
        model.poll();
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.rowOf(std::nullopt), -1);
        QVERIFY(!model.connectionAt(0).has_value());
    }

    void names_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("") << u"unknown"_qs;
        QTest::newRow("ws://localhost/") << u"localhost"_qs;
        QTest::newRow("ws://[::1]:9001/a") << u"[::1]:9001/a"_qs;
        QTest::newRow("ws://example.com/%E4%BD%A0") << u"example.com/你"_qs;
        QTest::newRow("ws://example.com/%E2%80%AEgpj.exe%0Ax") << u"example.com/⟨U+202E⟩gpj.exe⟨LF⟩x"_qs;
        QTest::newRow("ws+unix:/run/x.sock:/chat?token=secret") << u"ws+unix:/run/x.sock:/chat?token=***"_qs;
    }
    void names()
    {
        const auto capture = newCapture();
        begin(*capture, QString::fromLatin1(QTest::currentDataTag()));
        test::ManualClock clock;
        ConnectionListModel model(clock);
        model.setSources(capture.get(), {});
        QTEST(model.index(0).data().toString(), "name");
    }

    void states_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("detail");
        QTest::newRow("connecting") << int(net::State::Connecting) << 0 << QString() << u"connecting…"_qs;
        QTest::newRow("securing") << int(net::State::Securing) << 0 << QString() << u"securing (TLS)…"_qs;
        QTest::newRow("upgrading") << int(net::State::Upgrading) << 0 << QString() << u"upgrading…"_qs;
        QTest::newRow("open") << int(net::State::Open) << 0 << QString() << u"open 00:03:12 · ↓ 0 · ↑ 0"_qs;
        QTest::newRow("closing") << int(net::State::Closing) << 1001 << QString() << u"closing · 1001 going away"_qs;
        QTest::newRow("closing by us") << int(net::State::Closing) << 0 << QString() << u"closing"_qs;
        QTest::newRow("closed") << int(net::State::Closed) << 1000 << QString()
                                << u"closed · 1000 normal closure · 0 frames"_qs;
        QTest::newRow("closed without a code")
            << int(net::State::Closed) << 0 << QString() << u"▲ closed · 1006 abnormal closure · 0 frames"_qs;
        QTest::newRow("closed, and why") << int(net::State::Closed) << 0 << u"The server ended TCP."_qs
                                         << u"▲ closed · 1006 abnormal closure · The server ended TCP. · 0 frames"_qs;
        QTest::newRow("failed") << int(net::State::Failed) << 0 << u"Sec-WebSocket-Accept mismatch"_qs
                                << u"failed · Sec-WebSocket-Accept mismatch"_qs;
    }
    void states()
    {
        QFETCH(int, state);
        QFETCH(int, code);
        QFETCH(QString, reason);
        const auto capture = newCapture();
        QVERIFY(capture);
        begin(*capture, u"wss://stream.example.com/v1/stream?symbols=BTC"_qs);
        test::ManualClock clock(Timestamp(193'000'000'000));
        ConnectionListModel model(clock);
        QAbstractItemModelTester tester(&model);
        model.setSources(capture.get(), [&](ConnectionId id) {
            net::Status status;
            status.id = id;
            status.state = static_cast<net::State>(state);
            status.closeCode = std::uint16_t(code);
            status.reason = reason;
            status.opened = Timestamp(1'000'000'000);
            return status;
        });
        QCOMPARE(model.rowCount(), 1);
        const QModelIndex index = model.index(0);
        QCOMPARE(index.data().toString(), u"stream.example.com/v1/stream"_qs);
        QCOMPARE(index.data(ConnectionListModel::ConnectionIdRole).toUInt(), 0u);
        QCOMPARE(index.data(ConnectionListModel::StateRole).toInt(), state);
        QTEST(index.data(ConnectionListModel::DetailRole).toString(), "detail");

        QListView view;
        view.setModel(&model);
        view.resize(220, 100);
        const QImage plain = view.grab().toImage();
        ConnectionDelegate delegate;
        view.setItemDelegate(&delegate);
        QVERIFY(view.grab().toImage() != plain);
    }

    void peerDone()
    {
        const auto capture = newCapture();
        QVERIFY(capture);
        begin(*capture, u"ws://a/"_qs);
        test::ManualClock clock;
        ConnectionListModel model(clock);
        model.setSources(capture.get(), [](ConnectionId id) {
            net::Status status;
            status.id = id;
            status.state = net::State::Open;
            status.peerDone = true;
            return status;
        });
        QCOMPARE(model.index(0).data(ConnectionListModel::DetailRole).toString(), u"peer done sending · ↓ 0 · ↑ 0"_qs);
    }

    void saysOnlyWhatChanged()
    {
        const auto capture = newCapture();
        QVERIFY(capture);
        begin(*capture, u"ws://localhost:9001/chat"_qs);
        begin(*capture, u"ws://127.0.0.1:8080/"_qs);
        test::ManualClock clock(Timestamp(5'000'000'000));
        std::map<std::uint32_t, net::Status> statuses;
        int asked = 0;
        statuses[0].state = net::State::Open;
        statuses[0].opened = Timestamp(5'000'000'000);
        ConnectionListModel model(clock);
        QAbstractItemModelTester tester(&model);
        model.setSources(capture.get(), [&](ConnectionId id) {
            ++asked;
            return statuses[id.value()];
        });
        QCOMPARE(printed(model), (QStringList{u"All connections | 2 connections · 0 rows"_qs,
                                              u"1 · localhost:9001/chat | open 00:00:00 · ↓ 0 · ↑ 0"_qs,
                                              u"2 · 127.0.0.1:8080 | connecting…"_qs}));
        QVERIFY(!model.connectionAt(0).has_value());
        QCOMPARE(model.connectionAt(2), std::optional(ConnectionId(1)));
        QCOMPARE(model.rowOf(ConnectionId(1)), 2);
        QCOMPARE(model.rowOf(std::nullopt), 0);
        QVERIFY(!model.index(0).data(ConnectionListModel::ConnectionIdRole).isValid());

        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.poll();
        QCOMPARE(changed.size(), 0);
        clock.advance(1'100'000'000);
        model.poll();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().toModelIndex().row(), 1);

        for (auto &[id, status] : statuses) {
            status.state = net::State::Closed;
            status.closeCode = 1000;
        }
        model.poll();
        QCOMPARE(changed.size(), 3);
        model.poll();
        asked = 0;
        model.poll(); // what is over is not asked for again
        QCOMPARE(asked, 0);
        QCOMPARE(changed.size(), 3);
    }

    void newConnectionsComeAtTheEnd()
    {
        const auto capture = newCapture();
        QVERIFY(capture);
        test::ManualClock clock;
        ConnectionListModel model(clock);
        QAbstractItemModelTester tester(&model);
        model.setSources(capture.get(), {});
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        begin(*capture, u"ws://one/"_qs);
        model.poll();
        QCOMPARE(printed(model), (QStringList{u"one | recorded · never open · 0 frames"_qs}));
        begin(*capture, u"ws://two/"_qs);
        begin(*capture, u"ws://[::1]:7/x"_qs);
        model.poll();
        model.poll();
        QCOMPARE(inserted.size(), 3); // the first, the row of all, the other two
        QCOMPARE(printed(model).mid(1), (QStringList{u"1 · one | recorded · never open · 0 frames"_qs,
                                                     u"2 · two | recorded · never open · 0 frames"_qs,
                                                     u"3 · [::1]:7/x | recorded · never open · 0 frames"_qs}));
        QVERIFY(!model.index(1).data(ConnectionListModel::StateRole).isValid());
        model.setSources(nullptr, {});
        QCOMPARE(model.rowCount(), 0);
    }

    void tellsHowItEnded()
    {
        tests::PaneCapture source;
        test::ManualClock clock;
        net::Status status;
        ConnectionListModel live(clock);
        ConnectionListModel recorded(clock);
        live.setSources(&source.capture(), [&](ConnectionId) { return status; });
        recorded.setSources(&source.capture(), {});
        const auto said = [](ConnectionListModel &model) {
            model.poll();
            return model.index(0).data(ConnectionListModel::DetailRole).toString();
        };
        source.upgrade();
        QCOMPARE(said(recorded), u"recorded · not closed in this file · 0 frames"_qs);
        QVERIFY(!recorded.index(0).data(ConnectionListModel::TroubleRole).toBool());

        source.receiveFrame({.opcode = ws::Opcode::Close}, ws::closePayload(1011, "<b>out\x07"));
        status.state = net::State::Closed;
        status.closeCode = 1011;
        status.reason = u"The server closed the connection with code 1011 (internal error): <b>out."_qs;
        QCOMPARE(said(live), u"▲ closed by peer · 1011 internal error · <b>out⟨BEL⟩ · 1 frame"_qs);
        QCOMPARE(said(recorded), u"▲ closed by server · 1011 internal error · <b>out⟨BEL⟩ · 1 frame"_qs);
        for (const ConnectionListModel *model : {&live, &recorded}) {
            QVERIFY(model->index(0).data(ConnectionListModel::TroubleRole).toBool());
            QVERIFY(model->endOf(source.id()).has_value());
            const QString tip = model->index(0).data(Qt::ToolTipRole).toString();
            QVERIFY2(tip.contains(u"The server closed the connection with code 1011 (internal error): &lt;b&gt;out"_qs),
                     qPrintable(tip));
        }
        QVERIFY(!live.endOf(ConnectionId(9)));
    }

    /// Many connections are taken in a part at a time, and those that nobody asks for not at all.
    void manyConnections_data()
    {
        QTest::addColumn<bool>("live");
        QTest::newRow("live") << true;
        QTest::newRow("recorded") << false;
    }
    void manyConnections()
    {
        QFETCH(bool, live);
        constexpr int count = 1200;
        constexpr int part = int(ConnectionListModel::mostPolled);
        const auto capture = newCapture();
        QVERIFY(capture);
        QByteArray close;
        ws::writeFrame({.opcode = ws::Opcode::Close}, byteView(ws::closePayload(1011, "out")), close);
        for (int i = 0; i < count; ++i) {
            const ConnectionId id = begin(*capture, u"ws://h%1/"_qs.arg(i));
            capture->append(id, Direction::Out, Timestamp(1'000'000'001),
                            byteView(QByteArrayLiteral("GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n"
                                                       "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")));
            capture->append(id, Direction::In, Timestamp(1'000'000'002),
                            byteView(QByteArrayLiteral(
                                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")));
        }
        test::ManualClock clock;
        ConnectionListModel model(clock);
        int asked = 0;
        net::Status status;
        status.state = net::State::Open;
        ConnectionListModel::StatusSource statuses;
        if (live)
            statuses = [&](ConnectionId) {
                ++asked;
                return status;
            };
        model.setSources(capture.get(), statuses);
        QCOMPARE(model.rowCount(), count + 1);
        QCOMPARE(model.index(count).data().toString(), u"1200 · h1199"_qs);
        QCOMPARE(asked, 0);
        QCOMPARE(model.watchedCount(), 0u);

        QCOMPARE(printed(model).size(), count + 1);
        QCOMPARE(model.watchedCount(), std::size_t(count));
        asked = 0;
        for (int i = 0; i < 3; ++i)
            model.poll();
        QCOMPARE(asked, live ? 3 * part : 0);
        QCOMPARE(model.watchedCount(), live ? std::size_t(count) : 0u); // nothing comes to what was recorded

        for (int i = 0; i < count; ++i)
            capture->append(ConnectionId(std::uint32_t(i)), Direction::In, Timestamp(1'000'000'003), byteView(close));
        status.state = net::State::Closed;
        const auto end = model.endOf(ConnectionId(count - 1)); // whether its turn came or not
        QVERIFY(end.has_value());
        QVERIFY(end->brief.contains(u" · 1011 internal error"_qs));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.poll();
        QCOMPARE(changed.size(), part + 1); // and the row of all
        QCOMPARE(changed.last().first().toModelIndex().row(), 0);
        for (int i = 0; i < 6; ++i)
            model.poll();
        QCOMPARE(changed.size(), count + 1);
        QCOMPARE(printed(model).filter(u" · 1011 internal error"_qs).size(), count);
        QCOMPARE(printed(model).first(), u"All connections | 1200 connections · 3,600 rows"_qs);
        QCOMPARE(model.watchedCount(), 0u);
    }

    void troubleIsAnotherColour()
    {
        tests::PaneCapture source;
        source.upgrade();
        test::ManualClock clock;
        ConnectionListModel model(clock);
        model.setSources(&source.capture(), {});
        QListView view;
        ConnectionDelegate delegate;
        view.setItemDelegate(&delegate);
        view.setModel(&model);
        view.setSelectionMode(QAbstractItemView::NoSelection);
        view.resize(600, 100);
        const QColor warning = Colors::of(view.palette()).warning;
        const auto warns = [&] {
            const QImage image = view.grab().toImage();
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    if (image.pixelColor(x, y) == warning)
                        return true;
                }
            }
            return false;
        };
        QVERIFY(!warns());
        source.capture().reset(source.id(), Direction::In, source.tick());
        model.poll();
        QVERIFY(warns());
    }

    void toolTipsAreEscapedAndWithoutSecrets()
    {
        const auto capture = newCapture();
        QVERIFY(capture);
        begin(*capture, u"wss://h/p?a=<b>&access_token=s3cret"_qs);
        test::ManualClock clock;
        ConnectionListModel model(clock);
        model.setSources(capture.get(), {});
        const QString tip = model.index(0).data(Qt::ToolTipRole).toString();
        QVERIFY2(!tip.contains(u"<b>"_qs) && !tip.contains(u"s3cret"_qs), qPrintable(tip));
        QVERIFY2(tip.contains(u"access_token=***"_qs), qPrintable(tip));
    }

    void masking_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("masked");
        QTest::newRow("nothing to hide") << u"wss://h:8443/p?symbols=BTC"_qs << u"wss://h:8443/p?symbols=BTC"_qs;
        QTest::newRow("user info") << u"ws://me:pw@h/"_qs << u"ws://***@h/"_qs;
        QTest::newRow("api key") << u"ws://h/?ApiKey=1&b=2"_qs << u"ws://h/?ApiKey=***&b=2"_qs;
        QTest::newRow("empty value") << u"ws://h/?token="_qs << u"ws://h/?token="_qs;
        QTest::newRow("no URL") << u"http://[bad"_qs << u"http://[bad"_qs;
    }
    void masking()
    {
        QFETCH(QString, url);
        QTEST(maskedUrl(url), "masked");
    }
};

QTEST_MAIN(TestConnectionListModel)
#include "tst_connectionlistmodel.moc"
