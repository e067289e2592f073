#include "ui/payload/imagetab.h"

#include "tests/support/panecapture.h"

#include <QBuffer>
#include <QImageReader>
#include <QLabel>
#include <QTest>
#include <QtEndian>

using namespace framescope;
using ui::ImageTab;

namespace
{
QByteArray encoded(const char *format, const QSize &size = {30, 20})
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::darkCyan);
    QByteArray out;
    QBuffer buffer(&out);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format);
    return out;
}

/// The checksum of PNG.
quint32 crc32(QByteArrayView octets)
{
    quint32 crc = ~0u;
    for (const char c : octets) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    return ~crc;
}

/// A PNG whose header says another size, with the right checksum.
QByteArray lyingPng(quint32 width, quint32 height)
{
    QByteArray png = encoded("png");
    qToBigEndian(width, png.data() + 16);
    qToBigEndian(height, png.data() + 20);
    qToBigEndian(crc32(QByteArrayView(png).sliced(12, 17)), png.data() + 29);
    return png;
}

const char gif[] = "47494638396101000100800000ff0000ffffff21f90400000000002c00000000010001000002024401003b";
} // namespace

class TestImageTab : public QObject
{
    Q_OBJECT

    /// What the tab says of a message of these octets.
    static QString shown(const QByteArray &octets, ImageTab &tab)
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({.opcode = ws::Opcode::Binary}, octets);
        ui::RowPayload payload;
        payload.setCapture(&c.capture());
        payload.setRow(c.last());
        tab.show();
        tab.showPayload(payload);
        if (!QTest::qWaitFor([&] { return !tab.isReading(); }))
            return u"still reading"_qs;
        const auto *facts = tab.findChild<QLabel *>(u"imageFacts"_qs);
        const auto *problem = tab.findChild<QLabel *>(u"imageProblem"_qs);
        const QString text = (facts->isVisible() ? facts->text() : QString()) + u'|' +
                             (problem->isVisible() ? problem->text() : QString());
        tab.release();
        return text;
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void formats()
    {
        QCOMPARE(ui::imageFormat(encoded("png")), QByteArray("png"));
        QCOMPARE(ui::imageFormat(encoded("jpg")), QByteArray("jpeg"));
        QCOMPARE(ui::imageFormat(QByteArray::fromHex(gif)), QByteArray("gif"));
        QCOMPARE(ui::imageFormat(QByteArray("RIFF\x10\0\0\0WEBPVP8 ", 16)), QByteArray("webp"));
        QCOMPARE(ui::imageFormat(QByteArray("RIFF\x10\0\0\0WAVEfmt ", 16)), QByteArray());
        QCOMPARE(ui::imageFormat("<svg xmlns"), QByteArray());
        QCOMPARE(ui::imageFormat(""), QByteArray());
    }

    void pictures()
    {
        ImageTab tab;
        tab.resize(300, 200);
        const QByteArray png = encoded("png");
        QCOMPARE(shown(png, tab), u"PNG · 30 × 20 pixels · %1 bytes|"_qs.arg(png.size()));
        QVERIFY(shown(encoded("jpg"), tab).startsWith(u"JPEG · 30 × 20 pixels"_qs));
        QVERIFY(shown(QByteArray::fromHex(gif), tab).startsWith(u"GIF · 1 × 1 pixels"_qs));
    }

    void whatIsNoPictureSaysWhy_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<QString>("part");
        const QByteArray png = encoded("png");
        QTest::newRow("text") << QByteArray("hello") << u"|These bytes are no picture"_qs;
        QTest::newRow("header alone") << png.left(33) << u"cannot be decoded"_qs;
        QTest::newRow("magic alone") << png.left(8) << u"cannot be decoded"_qs;
        QTest::newRow("too large") << lyingPng(60'000, 60'000) << u"promises 60,000 × 60,000 pixels"_qs;
        QTest::newRow("sides that overflow") << lyingPng(0x7FFFFFFF, 0x7FFFFFFF) << QString();
        QTest::newRow("larger than its data") << lyingPng(3000, 2000) << u"cannot be decoded"_qs;
        if (!QImageReader::supportedImageFormats().contains("webp"))
            QTest::newRow("no reader") << QByteArray("RIFF\x10\0\0\0WEBPVP8 ", 16) << u"no reader for it"_qs;
    }
    void whatIsNoPictureSaysWhy()
    {
        QFETCH(QByteArray, octets);
        QFETCH(QString, part);
        ImageTab tab;
        const QString text = shown(octets, tab);
        QVERIFY2(text.contains(part) && !text.endsWith(u'|'), qPrintable(text));
        QVERIFY(tab.image().isNull());
    }

    void isThereForPicturesOnly()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({.opcode = ws::Opcode::Binary}, encoded("png"));
        ui::RowPayload payload;
        payload.setCapture(&c.capture());
        payload.setRow(c.last());
        ImageTab tab;
        QVERIFY(tab.isFor(payload));
        c.receiveFrame({}, "text");
        payload.setRow(c.last());
        QVERIFY(!tab.isFor(payload));
        payload.setRow(std::nullopt);
        QVERIFY(!tab.isFor(payload));
    }
};

QTEST_MAIN(TestImageTab)
#include "tst_imagetab.moc"
