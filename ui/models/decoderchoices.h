#pragma once

#include "core/capture/capture.h"
#include "core/decode/decoder.h"

#include <QHash>
#include <QStringList>

namespace framescope::ui
{

/// Which decoder a person chose for a host; hosts without a choice are decoded by what their traffic looks like.
class DecoderChoices
{
public:
    static constexpr qsizetype most = 200; ///< hosts that are remembered

    DecoderChoices() = default;
    /// Lines of list(); what is none, or names a decoder that there is not, is left out.
    explicit DecoderChoices(const QStringList &lines);

    /// Of a connection: its URL's host and port, or for one that was accepted the address that it came from.
    static QString host(const capture::Capture &capture, ConnectionId id);

    /// nullptr: it is automatic.
    const decode::Decoder *of(const QString &host) const { return m_choices.value(host); }
    const decode::Decoder *of(const capture::Capture &capture, ConnectionId id) const
    {
        return m_choices.isEmpty() ? nullptr : of(host(capture, id));
    }
    /// nullptr makes it automatic again.
    void set(const QString &host, const decode::Decoder *decoder);
    /// For remembering: host, a tabulator, the decoder's id.
    QStringList list() const;

    bool operator==(const DecoderChoices &) const = default;

private:
    QHash<QString, const decode::Decoder *> m_choices;
};

} // namespace framescope::ui
