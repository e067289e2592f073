#include "ui/support/icons.h"

#include "ui/support/colors.h"
#include "ui/support/theme.h"

#include <QApplication>
#include <QDir>
#include <QImage>
#include <QPalette>
#include <QPixmap>
#include <QTest>

using namespace framescope::ui;

namespace
{
/// How many pixels are painted at all, and the colour of the most opaque one.
struct Painted {
    int pixels = 0;
    QColor color;
};

Painted look(const QPixmap &pixmap)
{
    const QImage image = pixmap.toImage().convertToFormat(QImage::Format_ARGB32);
    Painted result;
    int strongest = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor c = image.pixelColor(x, y);
            result.pixels += c.alpha() > 40 ? 1 : 0;
            if (c.alpha() > strongest) {
                strongest = c.alpha();
                result.color = c;
            }
        }
    }
    return result;
}

int distance(const QColor &a, const QColor &b)
{
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue());
}
} // namespace

class TestIcons : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyDrawingPaints_data()
    {
        ensureResources();
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("dark");
        const QStringList files = QDir(QStringLiteral(":/framescope/icons")).entryList({QStringLiteral("*.svg")});
        QVERIFY(files.size() >= 30);
        for (const QString &file : files) {
            const QString name = file.chopped(4);
            for (const bool dark : {true, false})
                QTest::addRow("%s %s", qPrintable(name), dark ? "dark" : "light") << name << dark;
        }
    }

    void everyDrawingPaints()
    {
        QFETCH(QString, name);
        QFETCH(bool, dark);
        applyTheme(*qApp, dark);
        const QIcon drawn = icon(name, QApplication::palette());
        QVERIFY(!drawn.isNull());
        const Painted normal = look(drawn.pixmap(QSize(24, 24), 1.0, QIcon::Normal));
        QVERIFY2(normal.pixels > 15, qPrintable(QString::number(normal.pixels)));
        const bool ownColours = name == QLatin1String("framescope") || name.startsWith(QLatin1String("combo-")) ||
                                name.startsWith(QLatin1String("checked-")) ||
                                name.startsWith(QLatin1String("spin-")); // for the style sheet
        if (ownColours)
            return;
        QVERIFY(distance(normal.color, QApplication::palette().color(QPalette::ButtonText)) < 24);
        const Painted disabled = look(drawn.pixmap(QSize(24, 24), 1.0, QIcon::Disabled));
        QVERIFY(distance(disabled.color, QApplication::palette().color(QPalette::Disabled, QPalette::ButtonText)) < 24);
        QVERIFY(disabled.pixels > 15);
    }

    void sharpAtTwice()
    {
        const QPixmap twice = icon(QStringLiteral("lock"), QApplication::palette()).pixmap(QSize(24, 24), 2.0);
        QCOMPARE(twice.size(), QSize(48, 48));
        QCOMPARE(twice.devicePixelRatio(), 2.0);
    }

    void ownColour()
    {
        const QColor red(0xC6, 0x28, 0x28);
        const QPixmap dot = icon(QStringLiteral("record"), red, QApplication::palette()).pixmap(24, 24);
        QVERIFY(distance(dot.toImage().pixelColor(12, 12), red) < 6);
    }

    void unknownName() { QVERIFY(icon(QStringLiteral("no-such-icon"), QApplication::palette()).isNull()); }

    void applicationMark()
    {
        QVERIFY(look(applicationIcon().pixmap(128, 128)).pixels > 8000);
        QVERIFY(look(applicationIcon().pixmap(16, 16)).pixels > 150);
    }
};

QTEST_MAIN(TestIcons)
#include "tst_icons.moc"
