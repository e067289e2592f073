#include "core/base/filebackedarray.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace framescope;

namespace
{
struct Odd {
    std::uint64_t number;
    std::uint32_t check[7]; // 40 octets: segments do not end at a page
};
} // namespace

class TestFileBackedArray : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void elementsStayWhereTheyAre()
    {
        FileBackedArray<std::uint64_t> array;
        QCOMPARE(array.size(), 0u);
        QVERIFY(array.append(7));
        QCOMPARE(array.size(), 0u);
        QCOMPARE(array.written(), 1u);
        array.publish();
        QCOMPARE(array.size(), 1u);
        const std::uint64_t *const first = &array[0];
        constexpr std::uint64_t count = 3 * FileBackedArray<std::uint64_t>::perSegment + 5;
        for (std::uint64_t i = 1; i < count; ++i)
            QVERIFY(array.append(7 * (i + 1)));
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
        FileBackedArray<Odd> array;
        constexpr std::uint64_t count = 2 * FileBackedArray<Odd>::perSegment + 3;
        for (std::uint64_t i = 0; i < count; ++i)
            QVERIFY(array.append({i, {std::uint32_t(i)}}));
        array.unpublished(count - 1).number = 99;
        array.publish();
        QCOMPARE(array[count - 1].number, 99u);
        for (std::uint64_t i = 0; i < count - 1; ++i) {
            if (array[i].number != i || array[i].check[0] != i)
                QFAIL(qPrintable(QString::number(i)));
        }
    }
    void readersSeeWholeElements()
    {
        FileBackedArray<Odd> array;
        std::atomic<bool> good{true};
        constexpr std::uint64_t count = 300'000;
        std::thread reader([&] {
            std::uint64_t next = 0;
            while (next < count) {
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
            if (i % 64 == 63 || i + 1 == count)
                array.publish();
        }
        reader.join();
        QVERIFY(good);
    }
    void noTemporaryFolderIsAnError()
    {
        qputenv("TMPDIR", "/nonexistent/folder");
        FileBackedArray<int> array;
        const auto added = array.append(1);
        qunsetenv("TMPDIR");
#ifdef Q_OS_UNIX
        QVERIFY(!added);
        QVERIFY(added.error().message.contains(u"temporary folder"_qs));
        QCOMPARE(array.written(), 0u);
#else
        Q_UNUSED(added)
#endif
        QVERIFY(array.append(1));
    }
};

QTEST_GUILESS_MAIN(TestFileBackedArray)
#include "tst_filebackedarray.moc"
