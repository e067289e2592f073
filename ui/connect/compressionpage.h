#pragma once

#include "core/ws/inflater.h"
#include "ui/connect/optionspage.h"

namespace framescope::ui
{

/// permessage-deflate (RFC 7692): what to offer and how to use it.
class CompressionPage : public OptionsPage
{
    Q_OBJECT
public:
    explicit CompressionPage(QWidget *parent = nullptr);

    void showSettings(const net::ConnectionSettings &settings) override;
    void store(net::ConnectionSettings &settings) const override;

    /// Of the program, not of a connection; they hold from the next message on.
    void setInflateLimits(const ws::InflateLimits &limits);
    ws::InflateLimits inflateLimits() const;

private:
    void judge();
    net::DeflateSettings deflate() const;

    QCheckBox *m_offer;
    QCheckBox *m_serverForgets;
    QCheckBox *m_clientForgets;
    QComboBox *m_serverBits;
    QComboBox *m_clientBits;
    QLabel *m_line;
    QCheckBox *m_compress;
    QSpinBox *m_threshold;
    QSpinBox *m_level;
    QSpinBox *m_maxMessage;
    QSpinBox *m_maxRatio;
};

} // namespace framescope::ui
