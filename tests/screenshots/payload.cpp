#include "tests/screenshots/photographer.h"

#include "tests/support/recordingserver.h"
#include "ui/frametable/frametableview.h"
#include "ui/hex/hexview.h"
#include "ui/payload/difftab.h"
#include "ui/payload/payloadpane.h"
#include "ui/shell/mainwindow.h"

#include <QAction>
#include <QBuffer>
#include <QImage>
#include <QTest>
#include <QToolButton>

#include <cmath>

namespace framescope::test
{

namespace
{
QByteArray picture()
{
    QImage image(320, 180, QImage::Format_RGB32);
    image.fill(QColor(0x1d, 0x3a, 0x5f));
    for (int x = 0; x < image.width(); ++x) {
        const int y = 90 + int(60 * std::sin(double(x) / 18) * std::cos(double(x) / 51));
        for (int i = 0; i < 4; ++i)
            image.setPixelColor(x, y + i, QColor(0xff, 0xb4, 0x54));
    }
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "png");
    return png;
}

/// Two versions of an order, a binary packet and a picture.
QByteArray messages()
{
    const QByteArray order = R"({"type":"order","id":9007199254740993,"user":{"id":17,"name":"Zoë","tags":["a","b"]},)"
                             R"("price":63210.10,"price":63210.20,"open":true,"note":null})";
    QByteArray changed = order;
    changed.replace("\"open\":true", "\"open\":false").replace("\"b\"]", "\"b\",\"new\"]");
    const QByteArray packet =
        QByteArray::fromHex("0a12000001f4c3f548400000019aaf6d3d2d41427a0000803fe282ac0d0a"
                            "00000000000000401a036275791a0473656c6c220c426974636f696e2f45757228011001");
    return RecordingServer::frame(1, order) + RecordingServer::frame(1, changed) + RecordingServer::frame(2, packet) +
           RecordingServer::frame(2, picture());
}
} // namespace

bool payloadPictures(Photographer &p)
{
    RecordingServer server;
    server.setGreeting(messages());
    auto window = p.open();
    net::ConnectionSettings settings;
    settings.url = server.url();
    window->connectTo(settings);
    const capture::Capture &capture = window->workspace().capture();
    if (!waitFor("the messages", [&] { return capture.totals(ConnectionId(0)).framesIn == 4; }))
        return false;
    const auto first = find(capture, [&](RowIndex row) { return capture.row(row).isFrame(); });
    const auto row = [&](std::uint64_t n) { return RowIndex(first->value() + n); };
    window->action(ui::Command::ShowComposer)->trigger(); // folded away: there is much to see of the row
    auto *payload = window->findChild<ui::PayloadPane *>();
    if (!p.select(*window, row(0)))
        return false;
    payload->setCurrentTab(QStringLiteral("json"));
    window->findChild<QToolButton *>(QStringLiteral("expandAll"))->click();
    if (!p.shoot(*window, "json-tree") || !p.select(*window, row(2)))
        return false;
    payload->setCurrentTab(QStringLiteral("hex"));
    payload->setView(ui::PayloadView::Unmasked);
    window->findChild<QToolButton *>(QStringLiteral("inspectBytes"))->click();
    window->findChild<ui::HexView *>(QStringLiteral("payloadHex"))->select(10, 8);
    if (!p.shoot(*window, "hex-inspector") || !p.select(*window, row(3)))
        return false;
    payload->setCurrentTab(QStringLiteral("image"));
    if (!p.shoot(*window, "image") || !p.select(*window, row(0)))
        return false;
    payload->setCurrentTab(QStringLiteral("diff"));
    QTest::keyClick(window->findChild<ui::FrameTableView *>(), Qt::Key_Down, Qt::ShiftModifier);
    if (!p.shoot(*window, "diff"))
        return false;
    window->findChild<ui::DiffTab *>()->setWay(ui::DiffTab::Way::Octets);
    return p.shoot(*window, "diff-bytes");
}

} // namespace framescope::test
