#include "tests/screenshots/photographer.h"

#include "tests/support/conversation.h"
#include "ui/statistics/statisticswindow.h"

#include <QComboBox>

#include <cstdio>

namespace framescope::test
{

namespace
{
bool pages(Photographer &p)
{
    const QString path = p.fixture().folder.filePath(QStringLiteral("conversation-%1.pcapng").arg(p.theme()));
    if (const auto written = Conversation().write(path); !written) {
        std::fprintf(stderr, "screenshots: %s\n", qPrintable(written.error().message));
        return false;
    }
    auto window = p.open();
    window->openCapture(path);
    window->action(ui::Command::Statistics)->trigger();
    auto *statistics = window->findChild<ui::StatisticsWindow *>();
    const auto counted = [&] {
        return statistics->snapshot() && statistics->snapshot()->complete() && statistics->snapshot()->total > 3000 &&
               !window->workspace().loading();
    };
    if (!waitFor("the statistics", counted))
        return false;
    constexpr std::pair<ui::StatisticsPage, const char *> names[] = {
        {ui::StatisticsPage::OverTime, "statistics-time"},
        {ui::StatisticsPage::Opcodes, "statistics-opcodes"},
        {ui::StatisticsPage::Sizes, "statistics-sizes"},
        {ui::StatisticsPage::Gaps, "statistics-inter-arrival"},
        {ui::StatisticsPage::RoundTrips, "statistics-round-trips"},
        {ui::StatisticsPage::Findings, "statistics-findings"},
        {ui::StatisticsPage::Connections, "statistics-connections"},
        {ui::StatisticsPage::MessageTypes, "statistics-message-types"},
    };
    for (const auto &[page, name] : names) {
        statistics->setPage(page);
        if (!p.shoot(*statistics, name))
            return false;
    }
    return true;
}
} // namespace

bool statisticsPictures(Photographer &p) { return pages(p); }

} // namespace framescope::test
