#include "ui/details/fieldtext.h"

#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QTest>

using namespace framescope;
using ui::FieldPart;
using ui::FieldText;
using ui::Tone;

namespace
{
const QString words = u"Only the first frame of a compressed message has it, and every other one is wrong "_qs;

FieldText lay(std::vector<FieldPart> parts, int width) { return {std::move(parts), QGuiApplication::font(), width}; }
} // namespace

class TestFieldText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsTooLongGoesOnBelow()
    {
        const FieldText one = lay({{u"short"_qs}}, 400);
        const FieldText more = lay({{words}, {u" ✗"_qs, Tone::Finding}}, 200);
        QCOMPARE(one.lines(), 1);
        QVERIFY(more.lines() > 1);
        QVERIFY(more.height() > one.height());
        QVERIFY(!more.text().contains(u'…'));
    }

    void whatIsMuchTooLongEndsWithItsVerdict()
    {
        const FieldText text =
            lay({{words.repeated(20)}, {u" ✗"_qs, Tone::Finding}, {u"  line 3"_qs, Tone::Muted}}, 200);
        QCOMPARE(text.lines(), FieldText::mostLines);
        QVERIFY2(text.text().endsWith(u"…\u00A0✗  line 3"_qs), qPrintable(text.text()));
    }

    void aVerdictStaysBesideTheLastWord()
    {
        for (int width = 120; width < 400; ++width) {
            const FieldText text = lay({{words.trimmed()}, {u" ✓"_qs, Tone::Ok}}, width);
            QVERIFY(text.text().endsWith(u"wrong\u00A0✓"_qs));
        }
    }

    void placesAreOfPieces()
    {
        const FieldText text = lay({{words}, {u"row 5"_qs, Tone::Link, RowIndex(4)}}, 200);
        const int line = text.height() / text.lines();
        QCOMPARE(text.partAt({8, 3}), std::optional<std::size_t>(0));
        bool found = false;
        for (int x = 0; x < 200; x += 4)
            found = found || text.partAt(QPointF(x, (text.lines() - 1) * line + 4)) == std::optional<std::size_t>(1);
        QVERIFY(found);
        QVERIFY(!text.partAt({8, 1000}));
    }

    void everyPieceHasItsColour()
    {
        QImage image(400, 40, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        const FieldText text = lay({{u"MMM"_qs}, {u" MMM"_qs, Tone::Finding}, {u" MMM"_qs, Tone::Ok}}, 400);
        text.paint(painter, {0, 0}, [](const FieldPart &part) {
            return QColor(part.tone == Tone::Finding ? Qt::red : part.tone == Tone::Ok ? Qt::green : Qt::blue);
        });
        QList<QRgb> seen; // from left to right
        for (int x = 0; x < image.width(); ++x) {
            for (int y = 0; y < image.height(); ++y) {
                const QRgb at = image.pixel(x, y);
                if ((at == QColor(Qt::red).rgb() || at == QColor(Qt::green).rgb() || at == QColor(Qt::blue).rgb()) &&
                    (seen.isEmpty() || seen.last() != at))
                    seen.append(at);
            }
        }
        QCOMPARE(seen, (QList<QRgb>{QColor(Qt::blue).rgb(), QColor(Qt::red).rgb(), QColor(Qt::green).rgb()}));
    }

    void barsAreAsLongAsTheyAreWorth()
    {
        const auto across = [](double worth) {
            FieldPart bar{QString(), Tone::Link};
            bar.bar = worth;
            QImage image(300, 20, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            lay({{u"1"_qs}, bar}, 300).paint(painter, {0, 0}, [](const FieldPart &part) {
                return QColor(part.tone == Tone::Link ? Qt::red : Qt::black);
            });
            int count = 0;
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, 10) == QColor(Qt::red) ? 1 : 0;
            return count;
        };
        QCOMPARE(across(0), 0);
        const int whole = across(1);
        QVERIFY(whole > 100);
        QVERIFY(qAbs(across(0.5) - whole / 2) <= 1);
    }

    void anyTextIsLaidOut()
    {
        QCOMPARE(lay({}, 100).lines(), 1);
        QVERIFY(lay({}, 100).height() > 0);
        QVERIFY(lay({{QString(100'000, u'x')}}, 0).lines() <= FieldText::mostLines);
        QCOMPARE(lay({{QString(100'000, u'x')}}, 200).lines(), FieldText::mostLines);
    }

    void oneLineEndsWithItsVerdictToo()
    {
        const FieldText text({{words.repeated(3)}, {u" ✗"_qs, Tone::Finding}}, QGuiApplication::font(), 200, 1);
        QCOMPARE(text.lines(), 1);
        QVERIFY2(text.text().endsWith(u"…\u00A0✗"_qs), qPrintable(text.text()));
    }
};

QTEST_MAIN(TestFieldText)
#include "tst_fieldtext.moc"
