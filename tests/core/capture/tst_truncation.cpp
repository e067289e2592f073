#include "tests/core/capture/recording.h"
#include "tests/support/preload/failwrites.h"

#include <QTemporaryDir>

#include <cstring>
#include <mutex>
#include <thread>

#ifdef __GLIBC__
#include <malloc.h>
#endif

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;
using ws::Opcode;

/// A capture cut at every octet of its last 64 KiB opens, with all the rows that lie whole before the cut.
class TestTruncation : public QObject
{
    Q_OBJECT

    static constexpr qint64 wanted = 65'536;
    // In memory where that is possible: each of the 65,536 captures that are opened has an index in three files.
    QTemporaryDir m_dir{QFileInfo(u"/dev/shm"_qs).isWritable()
                            ? u"/dev/shm/framescope-truncation-XXXXXX"_qs
                            : QDir::tempPath() + u"/framescope-truncation-XXXXXX"_qs};
    QString m_whole = m_dir.filePath(u"whole.pcapng"_qs);
    std::vector<RowRecord> m_rows;
    std::vector<qint64> m_borders; ///< file offsets where blocks end

    /// What is wrong with the capture cut at this size, or empty.
    QString problem(const QString &path) const
    {
        auto opened = Capture::open(path);
        if (!opened)
            return opened.error().message;
        const Capture &capture = **opened;
        if (auto loaded = (*opened)->load(); !loaded)
            return loaded.error().message;
        // Only frames and heads that the cut breaks may differ: one a stream, at the end.
        const std::uint64_t broken = 2 * std::uint64_t(capture.connectionCount());
        const std::uint64_t count = capture.rowCount();
        for (std::uint64_t i = 0; i < count; ++i) {
            const RowRecord &row = capture.row(RowIndex(i));
            if (i < m_rows.size() && std::memcmp(&row, &m_rows[i], sizeof row) == 0)
                continue;
            if (count - i > broken)
                return u"row %1 of %2 is not what it was"_qs.arg(i).arg(count);
            for (std::uint64_t k = i; k < count; ++k) {
                const RowRecord &last = capture.row(RowIndex(k));
                if (!last.incomplete() && last.kind() != RowKind::HandshakeRequest &&
                    last.kind() != RowKind::HandshakeResponse)
                    return u"row %1 of %2 is no broken one"_qs.arg(k).arg(count);
            }
            break;
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_dir.isValid());
        qputenv("TMPDIR", QFile::encodeName(m_dir.path()));
#ifdef __GLIBC__
        // Memory of tables that are hardly used comes untouched; else it is cleared 65,536 times.
        mallopt(M_MMAP_THRESHOLD, 256 << 10);
#endif
        failWrites({.path = "/framescope-truncation-", .sparse = true});
        Recording r(m_whole);
        const auto noteBorder = [&] { m_borders.push_back(qint64(r.capture->fileSize())); };
        ConnectionId id = r.upgraded();
        for (int i = 0; r.capture->fileSize() < std::uint64_t(wanted) + 6000; ++i) {
            const QByteArray text = QByteArray(i * 211 % 1500, char('a' + i % 26));
            r.in(id, frame(Opcode::Text, text, false, i % 5 != 0));
            noteBorder();
            if (i % 5 == 0) {
                r.in(id, frame(Opcode::Continuation, text, false).left(text.size() / 2 + 3));
                noteBorder();
                r.in(id, frame(Opcode::Continuation, text, false).mid(text.size() / 2 + 3));
                noteBorder();
            }
            r.out(id, frame(Opcode::Binary, text.left(90), true));
            noteBorder();
            if (i % 7 == 0)
                r.in(id, frame(Opcode(0x3), "reserved", false) + frame(Opcode::Text, "\xFF", false));
            if (i % 11 == 0)
                r.event(id, EventKind::Note, {{u"text"_qs, u"a note"_qs}});
            noteBorder();
            if (i % 13 == 12) {
                r.capture->endStream(id, Direction::In, r.tick());
                noteBorder();
                r.capture->reset(id, Direction::Out, r.tick());
                noteBorder();
                id = r.upgraded();
            }
        }
        r.capture.reset();
        const auto whole = reopened(m_whole);
        for (std::uint64_t i = 0; i < whole->rowCount(); ++i)
            m_rows.push_back(whole->row(RowIndex(i)));
        QVERIFY(m_rows.size() > 100);
        QCOMPARE(problem(m_whole), QString());
    }

    void everyOctetOfTheEnd()
    {
        const qint64 size = QFileInfo(m_whole).size();
        QVERIFY(size > wanted);
        std::vector<qint64> cuts;
        for (qint64 cut = size - 1; cut >= size - wanted; --cut) {
#ifdef FRAMESCOPE_SANITIZED
            // Every seventh octet, and those around the ends of blocks: the sanitizers make it slow.
            const auto border = std::lower_bound(m_borders.begin(), m_borders.end(), cut - 2);
            if (cut % 7 != 0 && (border == m_borders.end() || *border > cut + 2))
                continue;
#endif
            cuts.push_back(cut);
        }
        std::mutex mutex;
        QStringList problems;
        const auto work = [&](std::size_t part, std::size_t parts) {
            const QString path = m_dir.filePath(u"part%1.pcapng"_qs.arg(part));
            QFile::copy(m_whole, path);
            for (std::size_t i = part; i < cuts.size(); i += parts) {
                const QString found = QFile::resize(path, cuts[i]) ? problem(path) : u"cannot cut the file"_qs;
                if (found.isEmpty())
                    continue;
                const std::lock_guard lock(mutex);
                problems += u"cut at %1: %2"_qs.arg(cuts[i]).arg(found);
                return;
            }
        };
        const std::size_t parts = std::clamp(std::thread::hardware_concurrency(), 1u, 4u);
        {
            std::vector<std::jthread> threads;
            for (std::size_t part = 0; part < parts; ++part)
                threads.emplace_back(work, part, parts);
        }
        QCOMPARE(problems, QStringList());
    }
};

QTEST_GUILESS_MAIN(TestTruncation)
#include "tst_truncation.moc"
