#include "tests/screenshots/photographer.h"

#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QPainter>

#include <cstdio>

namespace framescope::test
{

namespace
{
constexpr int patienceMs = 20'000;
constexpr int settlingMs = 500;
} // namespace

bool waitFor(const char *what, const std::function<bool()> &ready)
{
    QElapsedTimer timer;
    timer.start();
    while (!ready()) {
        if (timer.elapsed() > patienceMs) {
            std::fprintf(stderr, "screenshots: waited in vain for %s\n", what);
            return false;
        }
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
    }
    return true;
}

std::optional<RowIndex> find(const capture::Capture &capture, const std::function<bool(RowIndex)> &is,
                             std::uint64_t from)
{
    for (std::uint64_t row = from; row < capture.rowCount(); ++row) {
        if (is(RowIndex(row)))
            return RowIndex(row);
    }
    return std::nullopt;
}

void Photographer::settle()
{
    QElapsedTimer caughtUp;
    caughtUp.start();
    while (caughtUp.elapsed() < settlingMs)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
}

void Photographer::keepOnly(const QString &prefix, const QStringList &names)
{
    m_prefix = prefix;
    m_kept = names;
}

bool Photographer::save(const QPixmap &picture, const char *name)
{
    if (m_kept && !m_kept->contains(QLatin1String(name)))
        return true;
    const QString path = QStringLiteral("%1/%2%3-%4.png").arg(m_folder, m_prefix, QLatin1String(name), m_theme);
    if (picture.save(path))
        return true;
    std::fprintf(stderr, "screenshots: cannot write %s\n", qPrintable(path));
    return false;
}

bool Photographer::shoot(QWidget &widget, const char *name)
{
    settle();
    return save(widget.grab(), name);
}

bool Photographer::shootWith(QWidget &window, QWidget &popup, const char *name)
{
    settle();
    QPixmap picture = window.grab();
    QPainter(&picture).drawPixmap(window.mapFromGlobal(popup.mapToGlobal(QPoint())), popup.grab());
    return save(picture, name);
}

std::unique_ptr<ui::MainWindow> Photographer::open()
{
    auto made = m_fixture.makeWindow();
    made->resize(1440, 900);
    made->show();
    return made;
}

bool Photographer::select(ui::MainWindow &window, RowIndex row)
{
    const auto *model = window.findChild<ui::FrameListModel *>();
    if (!waitFor("the row", [&] { return model->modelRow(row) >= 0; }))
        return false;
    window.findChild<ui::FrameTableView *>(QStringLiteral("frameList"))->selectModelRow(model->modelRow(row));
    return true;
}

} // namespace framescope::test
