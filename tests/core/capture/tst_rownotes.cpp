#include "core/capture/rownotes.h"

#include "tests/core/capture/recording.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::capture;

class TestRowNotes : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    QString path() const { return m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction()) + u".pcapng"_qs); }
    static RowRecord frameAt(std::uint64_t offset, std::int64_t time = 5, std::uint32_t connection = 1)
    {
        RowRecord record;
        record.setKind(RowKind::Frame, Direction::In);
        record.setConnection(ConnectionId(connection));
        record.setOffset(StreamOffset(offset));
        record.time = Timestamp(time);
        return record;
    }
    QByteArray beside() const
    {
        QFile file(RowNotes::pathFor(path()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("none");
    }

private Q_SLOTS:
    void keepsNotesBesideTheCapture()
    {
        RowNotes notes(path());
        QVERIFY(notes.at(RowIndex(3)).isEmpty());
        QVERIFY(notes.set(RowIndex(3), frameAt(100), {true, {}}));
        QVERIFY(notes.set(RowIndex(3), frameAt(100), {true, u"why \"so\"\nlate? é"_qs}));
        QVERIFY(notes.set(RowIndex(9), frameAt(200), {false, u"here"_qs}));
        const std::uint64_t edits = notes.edits();
        QVERIFY(notes.set(RowIndex(9), frameAt(200), {false, u"here"_qs}));
        QCOMPARE(notes.edits(), edits); // nothing new
        QCOMPARE(beside().count('\n'), 3);
        QVERIFY((QFileInfo(RowNotes::pathFor(path())).permissions() &
                 (QFileDevice::ReadGroup | QFileDevice::ReadOther)) == 0);

        RowNotes again(path());
        again.readBeside();
        QVERIFY(again.expects());
        again.come(RowIndex(0), frameAt(50));
        again.come(RowIndex(2), frameAt(100)); // the row has another number in this file
        again.come(RowIndex(8), frameAt(200));
        QVERIFY(!again.expects());
        QVERIFY(again.at(RowIndex(0)).isEmpty());
        QCOMPARE(again.at(RowIndex(2)), (RowNote{true, u"why \"so\"\nlate? é"_qs}));
        QCOMPARE(again.at(RowIndex(8)).comment, u"here"_qs);
        QCOMPARE(again.edits(), 0u);
        QCOMPARE(again.revision(), 2u);
        QCOMPARE(again.all().size(), 2u);
    }

    void otherRowsDoNotTakeThem_data()
    {
        QTest::addColumn<quint64>("offset");
        QTest::addColumn<qint64>("time");
        QTest::addColumn<quint32>("connection");
        QTest::addColumn<bool>("out");
        QTest::addColumn<bool>("event");
        QTest::addColumn<bool>("takes");
        QTest::newRow("the same") << quint64(100) << qint64(5) << quint32(1) << false << false << true;
        QTest::newRow("place") << quint64(101) << qint64(5) << quint32(1) << false << false << false;
        QTest::newRow("time") << quint64(100) << qint64(6) << quint32(1) << false << false << false;
        QTest::newRow("connection") << quint64(100) << qint64(5) << quint32(2) << false << false << false;
        QTest::newRow("direction") << quint64(100) << qint64(5) << quint32(1) << true << false << false;
        QTest::newRow("event") << quint64(100) << qint64(5) << quint32(1) << false << true << false;
    }
    void otherRowsDoNotTakeThem()
    {
        QFETCH(quint64, offset);
        QFETCH(qint64, time);
        QFETCH(quint32, connection);
        QFETCH(bool, out);
        QFETCH(bool, event);
        QFETCH(bool, takes);
        QFile::remove(RowNotes::pathFor(path()));
        QVERIFY(RowNotes(path()).set(RowIndex(3), frameAt(100), {true, {}}));
        RowNotes notes(path());
        notes.readBeside();
        RowRecord record = frameAt(offset, time, connection);
        record.setKind(event ? RowKind::Event : RowKind::Frame, out ? Direction::Out : Direction::In);
        notes.come(RowIndex(3), record);
        QCOMPARE(notes.at(RowIndex(3)).marked, takes);
    }

    /// Their place in the file is another one when files before it were dropped, or it is copied.
    void eventsAreNamedByTheirTime()
    {
        const auto eventsFrom = [](std::uint64_t file) {
            std::vector<RowRecord> rows;
            for (const std::int64_t time : {5, 7, 7, 7, 9}) {
                rows.push_back(frameAt(file += 100, time));
                rows.back().setKind(RowKind::Event, Direction::In);
            }
            rows[2].setConnection(ConnectionId(2));
            return rows;
        };
        const std::vector<RowRecord> before = eventsFrom(5000);
        RowNotes notes(path(), [&](RowIndex row) -> const RowRecord & { return before[row.value()]; });
        QVERIFY(notes.set(RowIndex(3), before[3], {true, u"the second of its time"_qs}));
        QVERIFY(notes.set(RowIndex(4), before[4], {true, u"the last"_qs}));

        std::vector<RowRecord> after = eventsFrom(0);
        after.erase(after.begin());
        RowNotes again(path(), [&](RowIndex row) -> const RowRecord & { return after[row.value()]; });
        again.readBeside();
        for (std::uint64_t row = 0; row < after.size(); ++row)
            again.come(RowIndex(row), after[row]);
        QCOMPARE(again.all().size(), 2u);
        QCOMPARE(again.at(RowIndex(2)).comment, u"the second of its time"_qs);
        QCOMPARE(again.at(RowIndex(3)).comment, u"the last"_qs);
        QVERIFY(!again.expects());
    }

    void eventsThatOlderVersionsNamedByTheirPlace()
    {
        const auto line = [](const QByteArray &rest) {
            return "{\"framescope\":1,\"connection\":1,\"direction\":\"in\",\"offset\":100,\"event\":true,\"marked\":"
                   "true," +
                   rest + "}\n";
        };
        RowRecord event = frameAt(100, 7);
        event.setKind(RowKind::Event, Direction::In);
        RowRecord elsewhere = event;
        elsewhere.setOffset(StreamOffset(101));
        for (const bool renewed : {false, true}) {
            QFile file(RowNotes::pathFor(path()));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(line("\"time\":7,\"comment\":\"old\""));
            if (renewed)
                file.write(line("\"time\":7,\"number\":0,\"comment\":\"new\""));
            file.close();
            RowNotes notes(path());
            notes.readBeside();
            if (!renewed) {
                notes.come(RowIndex(0), elsewhere);
                QVERIFY(notes.expects());
            }
            notes.come(RowIndex(1), event);
            QCOMPARE(notes.at(RowIndex(1)).comment, renewed ? u"new"_qs : u"old"_qs);
            QVERIFY(notes.at(RowIndex(0)).isEmpty() && !notes.expects());
        }
    }

    void halfALineIsNoHarm()
    {
        QVERIFY(RowNotes(path()).set(RowIndex(1), frameAt(1), {true, {}}));
        QFile file(RowNotes::pathFor(path()));
        QVERIFY(file.open(QIODevice::Append));
        file.write("{\"framescope\":1,\"connec");
        file.close();
        QVERIFY(RowNotes(path()).set(RowIndex(2), frameAt(2), {true, {}}));
        RowNotes notes(path());
        notes.readBeside();
        notes.come(RowIndex(1), frameAt(1));
        notes.come(RowIndex(2), frameAt(2));
        QVERIFY(notes.at(RowIndex(1)).marked && notes.at(RowIndex(2)).marked);
    }

    void nonsenseIsLeftOut()
    {
        QFile file(RowNotes::pathFor(path()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("nonsense\n{}\n[1]\n\n{\"framescope\":1,\"connection\":-1,\"direction\":\"in\",\"offset\":1}\n"
                   "{\"framescope\":1,\"connection\":1,\"direction\":\"up\",\"offset\":1}\n" +
                   QByteArray(200'000, '{') + "\n");
        file.close();
        RowNotes notes(path());
        notes.readBeside();
        QVERIFY(!notes.expects());
    }

    void whatStandsBesideIsNewerThanTheFile()
    {
        QVERIFY(RowNotes(path()).set(RowIndex(1), frameAt(1), {true, u"newer"_qs}));
        {
            RowNotes gone(path());
            QVERIFY(gone.set(RowIndex(2), frameAt(2), {true, {}}));
            QVERIFY(gone.set(RowIndex(2), frameAt(2), {}));
        }
        RowNotes notes(path());
        notes.readBeside();
        for (const std::uint64_t offset : {1, 2, 3})
            notes.expect(ConnectionId(1), Direction::In, false, offset, {false, u"older"_qs});
        for (const std::uint64_t offset : {1, 2, 3})
            notes.come(RowIndex(offset), frameAt(offset));
        QCOMPARE(notes.at(RowIndex(1)).comment, u"newer"_qs);
        QVERIFY(notes.at(RowIndex(2)).isEmpty());
        QCOMPARE(notes.at(RowIndex(3)).comment, u"older"_qs);
        QCOMPARE(notes.all().size(), 3u); // what was taken away is known to be so
    }

    void whereNothingCanBeWrittenItIsSaid()
    {
        RowNotes notes(m_dir.filePath(u"no/such/folder/a.pcapng"_qs));
        const Result<void> kept = notes.set(RowIndex(1), frameAt(1), {true, {}});
        QVERIFY(!kept);
        QVERIFY2(kept.error().message.contains(u"a.pcapng.notes"_qs), qPrintable(kept.error().message));
        QVERIFY(notes.at(RowIndex(1)).marked); // and remembered
    }

    void whatWasNotWrittenIsTriedAgain()
    {
        const QString folder = m_dir.filePath(u"later"_qs);
        const QString capture = folder + u"/a.pcapng"_qs;
        RowNotes notes(capture);
        QVERIFY(!notes.set(RowIndex(1), frameAt(1), {false, u"older"_qs}));
        QVERIFY(!notes.set(RowIndex(1), frameAt(1), {false, u"first"_qs}));
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(notes.set(RowIndex(2), frameAt(2), {true, {}}));
        RowNotes again(capture);
        again.readBeside();
        again.come(RowIndex(1), frameAt(1));
        again.come(RowIndex(2), frameAt(2));
        QCOMPARE(again.at(RowIndex(1)).comment, u"first"_qs);
        QVERIFY(again.at(RowIndex(2)).marked);
        QCOMPARE(again.changed().size(), 2u);
    }

    void onlyNotesOfTheReplacedCaptureAreRemoved_data()
    {
        QTest::addColumn<QString>("saved");
        QTest::addColumn<QByteArray>("beside");
        QTest::addColumn<bool>("removed");
        const QByteArray ours = "{\"framescope\":1,\"marked\":true}\n";
        QTest::newRow("its own") << u"chat.pcapng"_qs << ours << true;
        QTest::newRow("of another capture") << u"chat.2026.pcapng"_qs << ours << false;
        QTest::newRow("of a person") << u"chat.pcapng"_qs << QByteArray("milk, bread\n") << false;
    }
    void onlyNotesOfTheReplacedCaptureAreRemoved()
    {
        QFETCH(QString, saved);
        QFETCH(QByteArray, beside);
        QFETCH(bool, removed);
        QFile file(m_dir.filePath(u"chat.pcapng.notes"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(beside);
        file.close();
        RowNotes::removeBeside(m_dir.filePath(saved));
        QCOMPARE(!file.exists(), removed);
    }

    void allFilesOfARecordingShareThem()
    {
        QCOMPARE(RowNotes::pathFor(u"/a/b.0003.pcapng"_qs), u"/a/b.pcapng.notes"_qs);
        QCOMPARE(RowNotes::pathFor(u"/a/b.pcapng"_qs), u"/a/b.pcapng.notes"_qs);
    }

    void longCommentsAreCut()
    {
        RowNotes notes(path());
        QVERIFY(notes.set(RowIndex(1), frameAt(1), {false, QString(9000, u'\x1')}));
        QCOMPARE(notes.at(RowIndex(1)).comment.size(), RowNote::maxComment);
        RowNotes again(path());
        again.readBeside();
        again.come(RowIndex(1), frameAt(1));
        QCOMPARE(again.at(RowIndex(1)).comment.size(), RowNote::maxComment);
    }
};

QTEST_GUILESS_MAIN(TestRowNotes)
#include "tst_rownotes.moc"
