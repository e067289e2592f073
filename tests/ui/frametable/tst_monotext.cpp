#include "ui/frametable/monotext.h"

#include "ui/support/theme.h"

#include <QImage>
#include <QPainter>
#include <QTest>

using namespace framescope::ui;

namespace
{
/// The columns of pixels from the first to the last that is not white.
std::pair<int, int> extent(const QImage &image)
{
    int first = image.width();
    int last = -1;
    for (int x = 0; x < image.width(); ++x) {
        for (int y = 0; y < image.height(); ++y) {
            if (image.pixelColor(x, y).lightness() < 200) {
                first = std::min(first, x);
                last = std::max(last, x);
            }
        }
    }
    return {first, last};
}
} // namespace

class TestMonoText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void endsInAnEllipsisWhereItIsCut_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("ascii") << QString(400, u'x');
        QTest::newRow("signs") << QString(400, u'·');
        QTest::newRow("cjk") << QString(400, u'中');
    }
    void endsInAnEllipsisWhereItIsCut()
    {
        QFETCH(QString, text);
        const MonoText mono(monospaceFont());
        for (int width = 0; width < 800; width += 7) {
            const QString cut = mono.elided(text, width);
            QVERIFY(cut.size() < text.size());
            QVERIFY(cut.isEmpty() || cut.endsWith(QChar(0x2026)));
            if (width > 20)
                QVERIFY(mono.metrics().horizontalAdvance(cut) <= width + 1);
        }
        QCOMPARE(mono.elided(text, 1'000'000), text);
        QCOMPARE(mono.elided(u"abc"_qs, mono.width(3)), u"abc"_qs);
    }

    void drawsWhereQtDraws_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("alignment");
        for (const auto alignment : {Qt::AlignLeft, Qt::AlignRight, Qt::AlignHCenter}) {
            const QByteArray name = QByteArray::number(int(alignment));
            QTest::newRow(("ascii " + name).constData()) << u"HTTP/1.1 {\"a\":12}"_qs << int(alignment);
            QTest::newRow(("signs " + name).constData()) << u"1·· ● 7a…"_qs << int(alignment);
            QTest::newRow(("not plain " + name).constData()) << u"aé中z"_qs << int(alignment);
        }
    }
    void drawsWhereQtDraws()
    {
        QFETCH(QString, text);
        QFETCH(int, alignment);
        QImage images[2] = {QImage(400, 40, QImage::Format_RGB32), QImage(400, 40, QImage::Format_RGB32)};
        const MonoText mono(monospaceFont());
        const QRect rect(20, 5, 350, 30);
        for (int i = 0; i < 2; ++i) {
            images[i].fill(Qt::white);
            QPainter painter(&images[i]);
            painter.setPen(Qt::black);
            painter.setFont(mono.font());
            if (i == 0)
                painter.drawText(rect, alignment | Qt::AlignVCenter | Qt::TextSingleLine, text);
            else
                mono.draw(painter, rect, Qt::Alignment(alignment) | Qt::AlignVCenter, text);
        }
        const auto [qtFirst, qtLast] = extent(images[0]);
        const auto [first, last] = extent(images[1]);
        QVERIFY(last > first);
        QVERIFY2(std::abs(first - qtFirst) <= 2 && std::abs(last - qtLast) <= 2,
                 qPrintable(u"%1-%2, Qt %3-%4"_qs.arg(first).arg(last).arg(qtFirst).arg(qtLast)));
    }

    /// Text of a font that Qt falls back to stands on the same line as plain text.
    void oneLineForAllFonts()
    {
        const MonoText mono(monospaceFont());
        int tops[3];
        const QString texts[] = {u"H"_qs, u"H中"_qs, u"H😀"_qs};
        for (int i = 0; i < 3; ++i) {
            QImage image(200, 40, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            painter.setPen(Qt::black);
            mono.draw(painter, QRect(0, 5, 200, 22), Qt::AlignLeft | Qt::AlignVCenter, texts[i]);
            const QImage letter = image.copy(0, 0, mono.width(1), image.height());
            tops[i] = -1;
            for (int y = 0; y < letter.height() && tops[i] < 0; ++y) {
                for (int x = 0; x < letter.width(); ++x) {
                    if (letter.pixelColor(x, y).lightness() < 128)
                        tops[i] = y;
                }
            }
        }
        QVERIFY(tops[0] > 0);
        QCOMPARE(tops[1], tops[0]);
        QCOMPARE(tops[2], tops[0]);
    }

    void nothingToDraw()
    {
        QImage image(50, 20, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        const MonoText mono(monospaceFont());
        mono.draw(painter, image.rect(), Qt::AlignLeft, QString());
        QCOMPARE(extent(image).second, -1);
        QCOMPARE(mono.width(QString()), 0);
    }
};

QTEST_MAIN(TestMonoText)
#include "tst_monotext.moc"
