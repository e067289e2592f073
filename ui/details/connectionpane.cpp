#include "ui/details/connectionpane.h"

#include "core/capture/capturereader.h"
#include "core/io/rowtext.h"
#include "ui/details/fieldfilter.h"
#include "ui/details/fieldtree.h"
#include "ui/details/framefields.h"
#include "ui/details/handshakefields.h"
#include "ui/details/tlsfields.h"
#include "ui/support/coretext.h"
#include "ui/support/numbertext.h"
#include "ui/support/secrets.h"

#include <QJsonArray>
#include <QLocale>
#include <QVBoxLayout>

namespace framescope::ui
{

namespace
{
FieldRow plain(const QString &name, const QString &value, Tone tone = Tone::Normal) { return {name, {{value, tone}}}; }

QString framesText(std::uint64_t count)
{
    return count == 1 ? ConnectionPane::tr("1 frame") : ConnectionPane::tr("%1 frames").arg(numberText(count));
}

QString detail(const capture::Event &event, QLatin1String key)
{
    const QJsonValue value = event.details.value(key);
    if (value.isDouble())
        return QString::number(value.toInteger());
    if (value.isArray()) {
        QStringList all;
        const QJsonArray array = value.toArray();
        for (const QJsonValue &v : array)
            all << v.toString();
        return io::visibleText(all.join(QStringLiteral("; ")));
    }
    return io::visibleText(value.toString());
}
} // namespace

ConnectionPane::ConnectionPane(QWidget *parent)
    : CapturePane(QStringLiteral("connectionPane"), parent), m_tree(new FieldTree)
{
    m_tree->setObjectName(QStringLiteral("connectionFields"));
    m_tree->setAccessibleName(tr("Facts of the connection"));
    auto *page = new QWidget;
    auto *inner = new QVBoxLayout(page);
    inner->setContentsMargins(10, 8, 10, 4);
    inner->addWidget(m_tree);
    setPage(page);
    connect(m_tree, &FieldTree::rowActivated, this, &ConnectionPane::rowActivated);
    connect(m_tree, &FieldTree::filterRequested, this, &ConnectionPane::filterRequested);
    refresh();
}

void ConnectionPane::refresh()
{
    if (!connection() || connection()->value() >= capture()->connectionCount())
        return showEmpty(tr("Select a connection or a row to see the facts of its connection"));
    m_tree->setRows(fields());
    showPage();
}

/// As far as the handshake tells; what came later says more.
FieldRow ConnectionPane::stateField(const ConnectionRows::Places &places)
{
    int status = 0;
    if (places.response) {
        std::vector<ws::Finding> shape;
        const auto head = reader().wire(*places.response, 0, http::HeadParser::maxSize);
        if (head)
            status = parseHead(http::HeadKind::Response, *head, shape).status;
    }
    // RFC 9110 §15.2: an answer of 1xx comes before the final one.
    if (status < 200 && status != 101)
        return plain(tr("State"), tr("opening"), Tone::Ok);
    if (status == 101)
        return plain(tr("State"), tr("open"), Tone::Ok);
    return {tr("State"), {{tr("refused ✗"), Tone::Finding}, {tr(": the answer was %1").arg(status)}}};
}

std::vector<FieldRow> ConnectionPane::fields()
{
    using capture::EventKind;
    const capture::ConnectionFacts facts = capture()->facts(*connection());
    const capture::ConnectionTotals totals = capture()->totals(*connection());
    const ConnectionRows::Places &places = m_rows.find(*connection());
    std::vector<FieldRow> rows;
    rows.push_back(plain(tr("URL"), io::visibleText(dotUrlSecrets(facts.url))));
    if (dotUrlSecrets(facts.url) == facts.url) // a filter would show them
        rows.back().filters = {filterOfText(filter::FieldId::Url, facts.url.toUtf8())};
    FieldRow tls = plain(tr("TLS"), facts.tls ? tr("yes") : tr("no: the bytes travel in the clear"));
    std::vector<FieldRow> reached;
    FieldRow state = stateField(places);
    bool weEnded = false;
    bool peerEnded = false;
    FieldRow events = plain(tr("Events"), QString::number(places.events.size()));
    for (const RowIndex row : places.events) {
        const capture::Event event = reader().event(row);
        events.children.push_back(
            {coreText(capture::eventName(event.kind)),
             {{toRfc3339(capture()->row(row).time)}, {tr(" · row ")}, {numberText(row.value() + 1), Tone::Link, row}}});
        events.children.back().filters = {filterOf(filter::FieldId::Event, std::uint64_t(event.kind))};
        const QString reason = detail(event, QLatin1String("reason"));
        switch (event.kind) {
        case EventKind::Secured:
            tls = tlsField(event.details, capture()->row(row).time);
            break;
        case EventKind::Resolved:
            reached.push_back(lookupField(event.details));
            break;
        case EventKind::Attempt:
            reached.push_back(attemptField(event.details));
            break;
        case EventKind::Proxied:
            reached.push_back(proxiedField(event.details));
            break;
        case EventKind::Closed: {
            const bool clean = event.details.value(QLatin1String("clean")).toBool();
            const bool us = event.details.value(QLatin1String("initiator")).toString() == QLatin1String("us");
            state.value = {{tr("closed %1 %2").arg(detail(event, QLatin1String("code")), reason).trimmed()},
                           {us ? tr(" · begun here") : tr(" · begun by the peer"), Tone::Muted},
                           clean ? FieldPart{tr(" · clean ✓"), Tone::Ok}
                                 : FieldPart{tr(" · not clean ▲"), Tone::Warning}};
            break;
        }
        case EventKind::Failed:
            state.value = {{tr("failed ✗ "), Tone::Finding}, {coreText(reason)}};
            if (event.details.contains(QLatin1String("chain"))) // the certificate that was refused
                tls = tlsField(event.details, capture()->row(row).time);
            break;
        case EventKind::Reset:
            state.value = {{capture()->row(row).direction() == Direction::Out ? tr("reset from here ✗")
                                                                              : tr("reset by the peer ✗"),
                            Tone::Finding}};
            break;
        case EventKind::Stalled:
            state.value = {{tr("stalled ▲: %1 of %2 bytes")
                                .arg(detail(event, QLatin1String("octets")), detail(event, QLatin1String("needed"))),
                            Tone::Warning}};
            break;
        case EventKind::Finished:
            (capture()->row(row).direction() == Direction::Out ? weEnded : peerEnded) = true;
            if (state.value.front().tone != Tone::Ok)
                break;
            if (peerEnded && weEnded)
                state.value = {{tr("the TCP stream ended")}};
            else
                state.value = {{peerEnded ? tr("peer done sending") : tr("done sending from here"), Tone::Ok}};
            break;
        case EventKind::Connected:
        case EventKind::Rolled:
        case EventKind::Continued:
        case EventKind::Note:
            break;
        }
    }
    rows.push_back(state);
    rows.push_back(plain(tr("Our end"), facts.ourRole == ws::Role::Client ? tr("client") : tr("server")));
    const auto address = [&rows](filter::FieldId id, const QString &name, const QString &host, std::uint16_t port) {
        rows.push_back(plain(
            name, host.isEmpty()
                      ? tr("unknown")
                      : (host.contains(u':') ? u"[%1]:%2"_qs : u"%1:%2"_qs).arg(io::visibleText(host)).arg(port)));
        if (!host.isEmpty())
            rows.back().filters = {
                filterOfText(id, (host.contains(u':') ? u"[%1]:%2"_qs : u"%1:%2"_qs).arg(host).arg(port).toUtf8())};
    };
    address(filter::FieldId::Address, tr("Local address"), facts.localAddress, facts.localPort);
    address(filter::FieldId::Peer, tr("Peer address"), facts.peerAddress, facts.peerPort);
    for (FieldRow &row : reached)
        rows.push_back(std::move(row));
    rows.push_back(tls);
    const auto flow = [&rows](const QString &name, const QString &arrow, std::uint64_t frames, std::uint64_t octets) {
        rows.push_back(plain(name, arrow + tr("%1, %2 with the handshake").arg(framesText(frames), bytesText(octets))));
    };
    flow(tr("Sent"), QStringLiteral("↑ "), totals.framesOut, totals.octetsOut);
    flow(tr("Received"), QStringLiteral("↓ "), totals.framesIn, totals.octetsIn);
    const auto compressed = [&rows](const QString &name, std::uint64_t wire, std::uint64_t inflated) {
        if (wire == 0)
            return;
        FieldRow row = plain(name, tr("%1 → %2").arg(bytesText(wire), bytesText(inflated)));
        row.value.push_back(
            {QStringLiteral("  ") +
                 tr("%1 times smaller").arg(QLocale().toString(double(inflated) / double(wire), 'f', 1)),
             Tone::Muted});
        rows.push_back(row);
    };
    compressed(tr("Sent compressed"), totals.compressedOut, totals.inflatedOut);
    compressed(tr("Received compressed"), totals.compressedIn, totals.inflatedIn);
    rows.push_back(totals.findings == 0
                       ? plain(tr("Errors"), tr("✓ none"), Tone::Ok)
                       : plain(tr("Errors"), QStringLiteral("✗ ") + numberText(totals.findings), Tone::Finding));
    rows.push_back(plain(tr("Began"), toRfc3339(totals.first)));
    rows.push_back(plain(tr("Last byte"), timeText(totals.last, totals.first)));
    if (!events.children.empty())
        rows.push_back(events);
    return rows;
}

} // namespace framescope::ui
