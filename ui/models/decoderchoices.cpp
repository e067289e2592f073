#include "ui/models/decoderchoices.h"

#include <QUrl>

namespace framescope::ui
{

DecoderChoices::DecoderChoices(const QStringList &lines)
{
    for (const QString &line : lines) {
        const qsizetype tab = line.lastIndexOf(u'\t');
        if (tab > 0)
            set(line.first(tab), decode::findDecoder(QStringView(line).sliced(tab + 1)));
    }
}

QString DecoderChoices::host(const capture::Capture &capture, ConnectionId id)
{
    const capture::ConnectionFacts facts = capture.facts(id);
    const QString host = QUrl(facts.url).authority(QUrl::FullyEncoded).section(u'@', -1).toLower();
    return host.isEmpty() ? facts.peerAddress : host;
}

void DecoderChoices::set(const QString &host, const decode::Decoder *decoder)
{
    if (decoder == nullptr)
        m_choices.remove(host);
    else if (!host.isEmpty() && (m_choices.contains(host) || m_choices.size() < most))
        m_choices.insert(host, decoder);
}

QStringList DecoderChoices::list() const
{
    QStringList lines;
    for (auto it = m_choices.begin(); it != m_choices.end(); ++it)
        lines.append(it.key() + u'\t' + QLatin1String(it.value()->id()));
    lines.sort();
    return lines;
}

} // namespace framescope::ui
