// Capture::continueInflating()
#include "tests/core/capture/deflating.h"

#include <QTemporaryDir>

#include <thread>

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;

class TestInflateJob : public QObject
{
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_files = 0;
    QString newPath() { return m_dir.filePath(QStringLiteral("%1.pcapng").arg(++m_files)); }
    static constexpr ws::InflateLimits unlimited{~std::uint64_t(0), 0};

private Q_SLOTS:
    void goesOn_data()
    {
        QTest::addColumn<bool>("takeover");
        QTest::addColumn<bool>("reload");
        for (const bool takeover : {false, true}) {
            QTest::addRow("takeover %d", takeover) << takeover << false;
            QTest::addRow("takeover %d, opened again", takeover) << takeover << true;
        }
    }
    void goesOn()
    {
        QFETCH(bool, takeover);
        QFETCH(bool, reload);
        ws::Deflater deflater(ws::DeflateSide{takeover, 15});
        const QByteArray dictionary = "what the second message refers to, " + QByteArray(40'000, 'd') + "and its end";
        const QByteArray text = dictionary + QByteArray(3'000'000, 'x') + dictionary;
        QByteArray first;
        QByteArray second;
        deflater.compress(byteView(dictionary), first);
        deflater.compress(byteView(text), second);
        Recording r(newPath());
        r.capture->setInflateLimits({1'000'000, 0});
        const ConnectionId id = deflating(r, takeover);
        r.in(id, rawFrame(0xC1, first) + rawFrame(0x41, second.first(50)) + rawFrame(0x89, "p") +
                     rawFrame(0x80, second.sliced(50)));
        std::unique_ptr<Capture> again;
        if (reload) {
            again = std::move(*Capture::open(r.capture->path()));
            again->setInflateLimits({1'000'000, 0});
            QVERIFY(again->load());
        }
        Capture &capture = reload ? *again : *r.capture;
        const CaptureReader reader(capture);
        const Inflated before = reader.inflated(RowIndex(5));
        QCOMPARE(before.state, Inflated::State::Limited);
        QCOMPARE(before.size, 1'000'000u);
        QCOMPARE(*reader.inflatedPayload(RowIndex(3), 0, 2'000'000), text.first(1'000'000));

        const auto more = capture.continueInflating(RowIndex(5), {2'000'000, 0});
        QVERIFY(more);
        QCOMPARE(more->state, Inflated::State::Limited);
        QCOMPARE(more->size, 2'000'000u);
        QCOMPARE(*reader.inflatedPayload(RowIndex(5), 999'990, 5'000'000), text.sliced(999'990, 1'000'010));

        std::uint64_t told = 0;
        Result<Inflated> all = Error{u"not run"_qs};
        std::thread([&] {
            all = capture.continueInflating(RowIndex(3), unlimited, {},
                                            [&told](std::uint64_t taken, std::uint64_t wire, std::uint64_t size) {
                                                if (taken <= wire && size > told)
                                                    told = size;
                                            });
        }).join();
        QVERIFY2(all, all ? "" : qPrintable(all.error().message));
        QCOMPARE(all->state, Inflated::State::Whole);
        QCOMPARE(told, std::uint64_t(text.size()));
        QCOMPARE(reader.inflated(RowIndex(3)), *all);
        QCOMPARE(all->wire, std::uint64_t(second.size()));
        QCOMPARE(*reader.inflatedPayload(RowIndex(5), 0, 1 << 30), text);
        QVERIFY(!capture.continueInflating(RowIndex(3), unlimited));
        QVERIFY(!capture.continueInflating(RowIndex(2), unlimited));
    }
    void nothingToGoOnWith()
    {
        Recording r(newPath());
        const ConnectionId id = deflating(r);
        r.in(id, rawFrame(0x81, "plain") + rawFrame(0xC1, QByteArray::fromHex("07")) + rawFrame(0xC1, "x"));
        for (std::uint64_t row = 0; row < 7; ++row)
            QVERIFY(!r.capture->continueInflating(RowIndex(row), unlimited));
    }
    void stops()
    {
        Recording r(newPath());
        r.capture->setInflateLimits({10, 0});
        const ConnectionId id = deflating(r);
        r.in(id, rawFrame(0xC1, compressed(QByteArray(10'000'000, 'x'))));
        std::stop_source source;
        std::uint64_t told = 0;
        const auto stopped = r.capture->continueInflating(RowIndex(2), unlimited, source.get_token(),
                                                          [&](std::uint64_t, std::uint64_t, std::uint64_t size) {
                                                              told = size;
                                                              source.request_stop();
                                                          });
        QVERIFY(!stopped);
        QVERIFY(told < 1'000'000);
        QCOMPARE(inflatedOf(*r.capture, 2).right(14), QByteArray(" 10 xxxxxxxxxx"));
    }
    void stillArriving_data()
    {
        QTest::addColumn<QByteArray>("then"); // after the second of three pieces
        QTest::addColumn<QByteArray>("state");
        QTest::newRow("live, and its end comes") << QByteArray("rest") << QByteArray("whole");
        QTest::newRow("live, and another message comes") << QByteArray("another") << QByteArray("truncated");
        QTest::newRow("live, and the stream ends") << QByteArray("end") << QByteArray("truncated");
        QTest::newRow("live, and a frame is cut") << QByteArray("cut") << QByteArray("truncated");
        QTest::newRow("live, and its data is bad") << QByteArray("bad") << QByteArray("corrupt");
        QTest::newRow("a file that cannot be read on") << QByteArray("broken") << QByteArray("truncated");
    }
    /// A message without an end yet is inflated as far as it goes, again and again.
    void stillArriving()
    {
        QFETCH(QByteArray, then);
        QFETCH(QByteArray, state);
        QByteArray text;
        for (int i = 0; i < 5000; ++i)
            text += QByteArray::number(i * 7919);
        const QByteArray octets = compressed(text);
        const qsizetype third = octets.size() / 3;
        const QString file = newPath();
        Recording r(file);
        r.capture->setInflateLimits({10, 0});
        const ConnectionId id = deflating(r);
        r.in(id, rawFrame(0x41, octets.first(third)));
        const CaptureReader reader(*r.capture);
        std::uint64_t size = 10;
        for (int again = 0; again < 2; ++again) {
            const auto part = r.capture->continueInflating(RowIndex(2), unlimited);
            QVERIFY(part);
            QCOMPARE(part->state, Inflated::State::Limited);
            QVERIFY(part->size > size);
            size = part->size;
            QCOMPARE(*reader.inflatedPayload(RowIndex(2), 0, 1 << 20), text.first(qsizetype(size)));
            if (again == 0) {
                r.in(id, rawFrame(0x00, octets.sliced(third, third)));
                QCOMPARE(reader.inflated(RowIndex(2)).wire, std::uint64_t(2 * third));
            }
        }
        const QByteArray rest = rawFrame(0x80, octets.sliced(2 * third));
        if (then == "rest")
            r.in(id, rest);
        else if (then == "another")
            r.in(id, rawFrame(0x81, "another"));
        else if (then == "end")
            r.capture->endStream(id, Direction::In, r.tick());
        else if (then == "cut")
            r.in(id, rest.first(20));
        else if (then == "bad")
            r.in(id, rawFrame(0x00, octets.sliced(2 * third) + QByteArray::fromHex("0000ffff07")));
        if (then == "cut")
            r.capture->endStream(id, Direction::In, r.tick());
        std::unique_ptr<Capture> opened;
        if (then == "broken") {
            const QString copy = newPath();
            QVERIFY(QFile::copy(file, copy));
            QFile broken(copy);
            QVERIFY(broken.open(QIODevice::Append));
            broken.write(QByteArray::fromHex("0600000007000000").repeated(4)); // a block of 7 octets
            broken.close();
            opened = std::move(*Capture::open(copy));
            opened->setInflateLimits({10, 0});
            QVERIFY(!opened->load());
        }
        Capture &capture = opened ? *opened : *r.capture;
        const auto last = capture.continueInflating(RowIndex(2), unlimited);
        QVERIFY2(last, last ? "" : qPrintable(last.error().message));
        QCOMPARE(stateName(last->state), state);
        QVERIFY(last->size >= size);
        if (then == "rest")
            QCOMPARE(*CaptureReader(capture).inflatedPayload(RowIndex(2), 0, 1 << 20), text);
        QVERIFY(!capture.continueInflating(RowIndex(2), unlimited));
    }
    void endsAsItIs()
    {
        Recording r(newPath());
        r.capture->setInflateLimits({10, 0});
        const ConnectionId id = deflating(r, false);
        const QByteArray octets = compressed(QByteArray(5000, 'x'));
        r.in(id, rawFrame(0xC1, octets + QByteArray::fromHex("0000ffff07")));
        r.in(id, rawFrame(0xC1, octets.chopped(2)));
        r.in(id, rawFrame(0x41, octets));
        r.in(id, rawFrame(0x81, "another"));
        const auto corrupt = r.capture->continueInflating(RowIndex(2), unlimited);
        QCOMPARE(corrupt->state, Inflated::State::Corrupt);
        QCOMPARE(corrupt->size, 5000u);
        QCOMPARE(r.capture->continueInflating(RowIndex(3), unlimited)->state, Inflated::State::Truncated);
        const auto unended = r.capture->continueInflating(RowIndex(4), unlimited);
        QCOMPARE(unended->state, Inflated::State::Truncated);
        QCOMPARE(unended->size, 5000u);
    }
};

QTEST_GUILESS_MAIN(TestInflateJob)
#include "tst_inflatejob.moc"
