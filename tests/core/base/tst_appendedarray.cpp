#include "core/base/appendedarray.h"

#include "tests/support/preload/failwrites.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cerrno>
#include <thread>

using namespace framescope;

namespace
{
struct Odd {
    std::uint64_t number;
    std::uint32_t check[7]; // 40 octets: segments do not end at a page
};
} // namespace

class TestAppendedArray : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void elementsStayWhereTheyAre()
    {
        AppendedArray<std::uint64_t> array;
        QCOMPARE(array.size(), 0u);
        QVERIFY(array.append(7));
        QCOMPARE(array.size(), 0u);
        QCOMPARE(array.written(), 1u);
        array.publish();
        QCOMPARE(array.size(), 0u); // not stored yet
        QVERIFY(array.store());
        array.publish();
        QCOMPARE(array.size(), 1u);
        QCOMPARE(array[0], 7u);
        const std::uint64_t *const first = &array[0];
        constexpr std::uint64_t count = 3 * AppendedArray<std::uint64_t>::perSegment + 5;
        for (std::uint64_t i = 1; i < count; ++i)
            QVERIFY(array.append(7 * (i + 1)));
        QVERIFY(array.store());
        array.publish();
        QCOMPARE(array.size(), count);
        QCOMPARE(&array[0], first);
        for (std::uint64_t i = 0; i < count; ++i) {
            if (array[i] != 7 * (i + 1))
                QFAIL(qPrintable(QString::number(i)));
        }
    }
    void oddSizes()
    {
        AppendedArray<Odd> array;
        constexpr std::uint64_t count = 2 * AppendedArray<Odd>::perSegment + 3;
        for (std::uint64_t i = 0; i < count; ++i)
            QVERIFY(array.append({i, {std::uint32_t(i)}}));
        QVERIFY(array.store());
        array.publish();
        for (std::uint64_t i = 0; i < count; ++i) {
            if (array[i].number != i || array[i].check[0] != i)
                QFAIL(qPrintable(QString::number(i)));
        }
    }
    void roomIsFilledInPlace()
    {
        using Array = AppendedArray<std::uint64_t>;
        Array array;
        QVERIFY(array.room().empty());
        QVERIFY(array.makeRoom());
        QCOMPARE(array.room().size(), Array::perBlock);
        std::uint64_t next = 0;
        const auto fill = [&](std::size_t most) {
            const std::span<std::uint64_t> room = array.room();
            const std::size_t count = std::min(most, room.size());
            for (std::size_t i = 0; i < count; ++i)
                room[i] = next++;
            array.took(count);
        };
        fill(10);
        QCOMPARE(array.written(), 10u);
        QVERIFY(array.append(next++));
        QVERIFY(array.store());
        // The next block ends where the first would have.
        QCOMPARE(array.room().size(), Array::perBlock - 11);
        while (next < 3 * Array::perSegment) {
            fill(777);
            QVERIFY(array.makeRoom());
            if (next % 5 == 0) {
                QVERIFY(array.store());
                QCOMPARE(array.room().size(), Array::perBlock - next % Array::perBlock);
            }
        }
        QVERIFY(array.store());
        array.publish();
        QCOMPARE(array.size(), next);
        for (std::uint64_t i = 0; i < next; ++i) {
            if (array[i] != i)
                QFAIL(qPrintable(QString::number(i)));
        }
    }
    void readersSeeWholeElements()
    {
        AppendedArray<Odd> array;
        std::atomic<bool> good{true};
        std::atomic<bool> done{false};
        constexpr std::uint64_t count = 300'000;
        std::thread reader([&] {
            std::uint64_t next = 0;
            for (bool last = false; next < count && !last;) {
                last = done; // asked first: what was added before is still looked at
                for (const std::uint64_t size = array.size(); next < size; ++next) {
                    if (array[next].number != next || array[next].check[6] != next + 6)
                        good = false;
                }
            }
        });
        for (std::uint64_t i = 0; i < count; ++i) {
            Odd odd{i, {}};
            odd.check[6] = std::uint32_t(i + 6);
            if (!array.append(odd))
                good = false;
            if (i % 64 == 63 || i + 1 == count) {
                if (!array.store())
                    good = false;
                array.publish();
            }
        }
        done = true;
        reader.join();
        QVERIFY(good);
        QCOMPARE(array.size(), count);
    }
    void noTemporaryFolderIsAnError()
    {
        qputenv("TMPDIR", "/nonexistent/folder");
        AppendedArray<int> array;
        QVERIFY(array.append(1));
        const auto stored = array.store();
        qunsetenv("TMPDIR");
#ifdef Q_OS_UNIX
        QVERIFY(!stored);
        QVERIFY(stored.error().message.contains(u"temporary folder"_qs));
        array.publish();
        QCOMPARE(array.size(), 0u);
        QCOMPARE(array.written(), 1u);
#else
        Q_UNUSED(stored)
#endif
        QVERIFY(array.store());
        array.publish();
        QCOMPARE(array[0], 1);
    }
    void noSpaceIsAnError_data()
    {
        QTest::addColumn<bool>("reserved");
        QTest::newRow("when space is asked for") << false;
        QTest::newRow("when bytes are written") << true;
    }
    /// A disk without space is an error, and what was published stays readable.
    void noSpaceIsAnError()
    {
        if (!test::canFailWrites)
            QSKIP("calls of the system are interposed on Linux only");
        QFETCH(bool, reserved);
        const QTemporaryDir folder;
        qputenv("TMPDIR", QFile::encodeName(folder.path()));
        constexpr std::uint64_t before = AppendedArray<std::uint64_t>::perSegment - 100;
        AppendedArray<std::uint64_t> array;
        for (std::uint64_t i = 0; i < before; ++i)
            QVERIFY(array.append(i));
        QVERIFY(array.store());
        array.publish();
        const QByteArray path = QFile::encodeName(folder.path());
        test::FailWrites how;
        how.path = path.constData();
        how.after = 4;
        how.error = ENOSPC;
        how.sparse = reserved;
        test::failWrites(how);
        std::uint64_t added = before;
        while (added < before + 200 && array.append(added))
            ++added;
        const auto stored = array.store();
        const std::uint64_t failed = test::failedWrites();
        test::failNoWrites();
        qunsetenv("TMPDIR");
        QVERIFY(!stored);
        QVERIFY(failed > 0);
        QVERIFY2(stored.error().message.startsWith(reserved ? u"cannot write "_qs : u"cannot "_qs),
                 qPrintable(stored.error().message));
        QCOMPARE(array.size(), before);
        QCOMPARE(array[before - 1], before - 1);
        QVERIFY(array.store());
        array.publish();
        QCOMPARE(array.size(), added);
        for (std::uint64_t i = before; i < added; ++i)
            QCOMPARE(array[i], i);
    }
};

QTEST_GUILESS_MAIN(TestAppendedArray)
#include "tst_appendedarray.moc"
